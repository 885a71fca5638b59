using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Columns;
using Mixtura.Families.Contaminated;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Numerics;
using Mixtura.Storage;

namespace Mixtura.Tests.Laws;

/// <summary>What holds of any fit with known labels.</summary>
public class LabelLaws
{
    private static readonly EmOptions Fixed = new() { MaxIterations = 15, Tolerance = 0 };

    public static TheoryData<string> Kinds => ["gaussian", "tied", "student-t", "contaminated", "poisson", "columns"];

    /// <summary>Labels that contradict the data too: the bound rises all the same, and is the log density of each row under its class.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bound_NeverFallsAndIsThatOfTheClasses(string name)
    {
        var (rows, labels) = Data(400, 2, everyOther: 2, wrong: 11);
        var fit = Kind(name).WithLabels(labels).Fit(rows, 3, new MixtureOptions { Em = new EmOptions { Acceleration = false } });
        for (int i = 1; i < fit.Trace.Count; i++)
        {
            Assert.True(fit.Trace[i] >= fit.Trace[i - 1] - 1e-8, $"iteration {i}: {fit.Trace[i]} after {fit.Trace[i - 1]}");
        }

        Agree.Relatively(LogLikelihood(fit.Model, rows, labels), fit.LowerBound, 1e-10, "bound");
        Assert.Equal(fit.LowerBound, fit.Score.LogLikelihood, 1e-9);
    }

    /// <summary>Of many features and components, those far from a row are left out of its sums, but not that of its class: wrong labels lie far from theirs.</summary>
    [Fact]
    public void WrongLabelsFarAway_CountUnderTheirClass()
    {
        const int Count = 8192, Features = 20, Classes = 8;
        var random = new RandomSource(17, 0);
        double[][] centres = [.. Enumerable.Range(0, Classes).Select(_ => Enumerable.Range(0, Features).Select(_ => 4 * random.NextGaussian()).ToArray())];
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, Count).Select(i => Array.ConvertAll(centres[i % Classes], centre => centre + random.NextGaussian()))]);
        var labels = KnownLabels.Of([.. Enumerable.Range(0, Count).Select(i => (i + (i % (1 + (Count / Classes)) == 0 ? 1 : 0)) % Classes)], [.. Enumerable.Range(0, Classes).Select(k => $"class {k}")]);
        var fit = GaussianMixture.Kind().WithLabels(labels).Fit(rows, Classes);
        Agree.Relatively(LogLikelihood(fit.Model, rows, labels), fit.LowerBound, 1e-10, "bound");

        // one a class, and so far out that all others outweigh it
        Assert.Equal(Classes, fit.Classification!.Errors);
        Assert.Null(fit.Degeneracy);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_EqualRepeatedRows(string name)
    {
        var (rows, labels) = Data(150, 2, everyOther: 2, wrong: 0);
        double[] weights = [.. Enumerable.Range(0, rows.Rows).Select(static i => (double)(1 + (i % 3)))];
        int[] places = [.. weights.SelectMany(static (count, i) => Enumerable.Repeat(i, (int)count))];
        var repeated = RowMatrix.Copy([.. places.Select(i => rows.Row(i).ToArray())]);
        var options = new MixtureOptions { Em = Fixed };
        var one = Kind(name).WithLabels(labels).Fit(rows, 3, options, weights);
        var other = Kind(name).WithLabels(KnownLabels.Of([.. places.Select(i => labels[i])], labels.Classes)).Fit(repeated, 3, options);
        Agree.Relatively(other.LowerBound, one.LowerBound, 1e-8, "bound");
        Assert.All(one.Model.Weights.ToArray().Zip(other.Model.Weights.ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_MakeNoDifference(string name)
    {
        var (rows, labels) = Data(5000, 2, everyOther: 5, wrong: 0);
        var bounds = new[] { 1, 3 }.Select(threads => Kind(name).WithLabels(labels).Fit(rows, 3, new MixtureOptions { Em = Fixed with { Threads = threads } }).LowerBound).ToArray();
        Assert.Equal(bounds[0], bounds[1]);
    }

    /// <summary>A component too many stands for what has no label: a class that nobody has named.</summary>
    [Fact]
    public void ComponentLeftOver_FindsTheClassWithoutLabels()
    {
        var (rows, labels) = Data(600, 2, everyOther: 2, wrong: 0);
        var two = KnownLabels.Of([.. Enumerable.Range(0, rows.Rows).Select(i => labels[i] is 2 ? KnownLabels.Unknown : labels[i])], ["a", "b"]);
        var fit = GaussianMixture.Kind().WithLabels(two).Fit(rows, 3);
        Assert.Equal([0, 1, ComponentClasses.None], fit.Model.Classes!.OfComponents);
        Assert.Equal(0, fit.Classification!.Errors);
        Assert.Null(fit.Model.Classes.NameOf(2));
        double[] responsibilities = new double[3];
        fit.Model.Responsibilities(rows.Row(2), responsibilities);
        Assert.Equal(ComponentClasses.None, fit.Model.Classes.Predict(responsibilities, out double probability));
        Assert.InRange(probability, 0.9, 1);
    }

    [Fact]
    public void Components_AreInTheOrderOfTheClasses()
    {
        var (rows, labels) = Data(300, 2, everyOther: 1, wrong: 0);
        var fit = GaussianMixture.Kind(CovarianceStructure.Tied).WithLabels(labels, [1, 2, 1]).Fit(rows, 4);
        Assert.Equal([0, 1, 1, 2], fit.Model.Classes!.OfComponents);
        Assert.True(fit.Model.Weights[1] >= fit.Model.Weights[2]);

        // values are about 0, folded at 0, 9 and 18
        Assert.InRange(fit.Model.MomentsOf(0).Means[0], 0, 2);
        Assert.InRange(fit.Model.MomentsOf(3).Means[0], 17, 19);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void File_KeepsTheClasses(string name)
    {
        var (rows, labels) = Data(200, 2, everyOther: 1, wrong: 9);
        var fit = Kind(name).WithLabels(labels).Fit(rows, 3, new MixtureOptions { Em = Fixed });
        using var stream = new MemoryStream();
        ModelFile.Save(fit with { Classification = fit.Classification! with { CrossValidated = fit.Classification with { Folds = 4 } } }, stream);
        stream.Position = 0;
        var stored = ModelFile.Load(stream);
        Assert.Equal(fit.Model.Classes, stored.Model.Classes);
        Assert.Equal(fit.Model.LogDensity(rows), stored.Model.LogDensity(rows));
        Assert.Equal(fit.Classification!.Errors, stored.Fit!.Classification!.Errors);
        Assert.Equal(fit.Classification.BrierScore, stored.Fit.Classification.BrierScore);
        Assert.Equal(4, stored.Fit.Classification.CrossValidated!.Folds);

        // and the components of a part of the features stand for the same
        Assert.Equal(fit.Model.Classes, fit.Model.Marginal(0).Classes);
    }

    /// <summary>Every labelled row is held out once, and predicted by who has not seen it: with labels drawn by lot the error is that of guessing, while a fit that has seen them does better.</summary>
    [Fact]
    public void CrossValidation_PredictsUnseenRows()
    {
        var random = new RandomSource(8, 0);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 120).Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })]);
        var labels = KnownLabels.Of([.. Enumerable.Range(0, 120).Select(static i => i % 2)], ["even", "odd"]);
        var unseen = Classification.CrossValidate(GaussianMixture.Kind(), new MemoryRows(rows), labels, 6, [3, 3], folds: 6);
        Assert.Equal(120, unseen.Rows);
        Assert.Equal(6, unseen.Folds);
        Assert.InRange(unseen.ErrorRate, 0.4, 0.65);
        var seen = GaussianMixture.Kind().WithLabels(labels, [3, 3]).Fit(rows, 6).Classification!;
        Assert.True(seen.ErrorRate < unseen.ErrorRate - 0.05, $"{seen.ErrorRate} {unseen.ErrorRate}");
    }

    /// <summary>It is the mean over fits to the rows of the other folds, those held out taken away.</summary>
    [Fact]
    public void RowsOfWeightZero_AreNotCounted()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(static i => (i < 10 ? 0 : 5) + (0.1 * (i % 10)))];
        var labels = KnownLabels.Of(Enumerable.Range(0, 20).Select(static i => i is >= 5 and < 10 ? "b" : i < 10 ? "a" : "b"));
        double[] weights = [.. Enumerable.Range(0, 20).Select(static i => i is >= 5 and < 10 ? 0.0 : 1)];
        var fit = GaussianMixture.Kind().WithLabels(labels).Fit(new MemoryRows(new RowMatrix(values, 1), weights), 2);
        Assert.Equal((15, 0), (fit.Classification!.Rows, fit.Classification.Errors));
    }

    [Fact]
    public void ClassOfFewRows_HasNoMoreParametersThanRows()
    {
        // twelve rows of one normal: two components of four features have 29 parameters, and a lower BIC
        var one = GaussianMixture.Create([1], new double[1, 4], new double[,] { { 1, 1, 1, 1 } });
        var rows = one.Sample(212, seed: 8);
        var labels = KnownLabels.Of(Enumerable.Range(0, 212).Select(static i => i < 12 ? "few" : "many"));
        Assert.Equal([1, 1], GaussianMixture.Kind().ComponentsPerClass(new MemoryRows(rows), labels, 1, 3));

        // where nothing is degenerate either: two pairs are two tight components, of eleven parameters for eight numbers
        double[][] pairs = [.. Enumerable.Range(0, 8).Select(static i => (double[])[(i % 2 * 50) + (0.001 * i), 0.001 * i * i])];
        var alone = KnownLabels.Of(Enumerable.Repeat("a", 8));
        Assert.Equal([1], GaussianMixture.Kind(CovarianceStructure.Full, null, 1e-4).ComponentsPerClass(new MemoryRows(RowMatrix.Copy(pairs)), alone, 1, 2));
    }

    [Fact]
    public void CrossValidation_IsThatOfRowsTakenAway()
    {
        const int Folds = 4;
        var (rows, labels) = Data(90, 2, everyOther: 1, wrong: 4);
        int[] foldOf = ClassFolds.Of(labels, Folds, default);
        double squares = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            (RowMatrix Rows, KnownLabels Labels) Of(bool isHeldOut)
            {
                int[] places = [.. Enumerable.Range(0, rows.Rows).Where(i => foldOf[i] == fold == isHeldOut)];
                return (RowMatrix.Copy([.. places.Select(i => rows.Row(i).ToArray())]), KnownLabels.Of([.. places.Select(i => labels[i])], labels.Classes));
            }

            var (seen, held) = (Of(false), Of(true));
            var model = GaussianMixture.Kind().WithLabels(seen.Labels).Fit(seen.Rows, 3).Model;
            squares += Classification.Of(model, new MemoryRows(held.Rows), held.Labels).BrierScore * held.Rows.Rows;
        }

        Assert.Equal(squares / rows.Rows, Classification.CrossValidate(GaussianMixture.Kind(), new MemoryRows(rows), labels, 3, folds: Folds).BrierScore, 1e-9);
    }

    [Fact]
    public void Settled_IsWhatTheClassLeaves()
    {
        var classes = ComponentClasses.Of(["a", "a", "b"]);
        double[] reached = [0.2, 0.1, 0.7];
        classes.Settle(0, reached);
        Assert.Equal([2.0 / 3, 1.0 / 3, 0], reached, (one, other) => Math.Abs(one - other) < 1e-15);
        double[] beyond = [0, 0, 1];
        classes.Settle(0, beyond);
        Assert.Equal([0.5, 0.5, 0], beyond);
    }

    [Fact]
    public void ComponentsPerClass_AreThoseOfTheSmallestBic()
    {
        // the first class is two groups, the others are one
        var (rows, labels) = Data(600, 2, everyOther: 1, wrong: 0);
        var two = KnownLabels.Of([.. Enumerable.Range(0, rows.Rows).Select(i => labels[i] == 2 ? 0 : labels[i])], ["both", "one"]);
        Assert.Equal([2, 1], GaussianMixture.Kind().ComponentsPerClass(new MemoryRows(rows), two, 1, 3));
    }

    /// <summary>A class widened by one far row has its known rows all the same, and is no component of that row alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FarRow_DoesNotEmptyItsClass(bool isLabelled)
    {
        var random = new RandomSource(23, 0);
        double[][] rows = [.. Enumerable.Range(0, 300).Select(i => new[] { (3 * (i % 3)) + random.NextGaussian(), (3 * (i % 3)) + random.NextGaussian() })];
        rows[isLabelled ? 0 : 1] = [1e5, 1e5];
        var labels = KnownLabels.Of([.. Enumerable.Range(0, 300).Select(static i => i % 4 == 0 ? i % 3 : KnownLabels.Unknown)], ["a", "b", "c"]);
        var fit = GaussianMixture.Kind().WithLabels(labels).Fit(RowMatrix.Copy(rows), 3);
        Assert.Null(fit.Degeneracy);
        Assert.All(fit.Model.Weights.ToArray(), static weight => Assert.True(weight > 20.0 / 300));
        Assert.True(fit.Warnings.Any(text => text.StartsWith(isLabelled ? "Row 1 " : "Row 2 ", StringComparison.Ordinal) && text.Contains("alone makes up", StringComparison.Ordinal)), string.Join('\n', fit.Warnings));
    }

    [Fact]
    public void WhatCannotBe_IsSaid()
    {
        var (rows, labels) = Data(30, 2, everyOther: 1, wrong: 0);
        var kind = GaussianMixture.Kind();
        Assert.Contains("3 classes (a, b, c) want 3 components, 2 are asked for", Assert.Throws<InputException>(() => kind.WithLabels(labels).Fit(rows, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("29 labels", Assert.Throws<InputException>(() => kind.WithLabels(KnownLabels.Of([.. Enumerable.Range(0, 29).Select(i => labels[i])], labels.Classes)).Fit(rows, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("No row has class 'd'", Assert.Throws<InputException>(() => KnownLabels.Of([0, 0], ["a", "d"])).Message, StringComparison.Ordinal);
        Assert.Contains("No row has a known class", Assert.Throws<InputException>(() => KnownLabels.Of([null, string.Empty])).Message, StringComparison.Ordinal);
        Assert.Contains("weight 0", Assert.Throws<InputException>(() => kind.WithLabels(labels).Fit(rows, 3, weights: Enumerable.Range(0, 30).Select(i => labels[i] == 1 ? 0.0 : 1).ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("noise", Assert.Throws<InputException>(() => kind.WithNoise().WithLabels(labels).Fit(rows, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => kind.WithLabels(labels, [1, 1]));
        var start = kind.WithLabels(labels).Fit(rows, 3).Model;
        var others = KnownLabels.Of([.. Enumerable.Range(0, 30).Select(i => labels[i])], ["a", "b", "z"]);
        Assert.Contains("labelled 'z'", Assert.Throws<InputException>(() => kind.WithLabels(others).Fit(rows, 3, new MixtureOptions { Start = start })).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of three classes about 0, 9 and 18 in the first feature, whole numbers; of every so manieth row the label is known, and of every so manieth it is wrong.</summary>
    private static (RowMatrix Rows, KnownLabels Labels) Data(int count, int features, int everyOther, int wrong)
    {
        var random = new RandomSource(11, 0);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, features).Select(j => Math.Round(Math.Abs((j == 0 ? 9 * (i % 3) : 4) + (1.5 * random.NextGaussian())))).ToArray())]);
        int Label(int i) => wrong > 0 && i % wrong == 0 ? (i + 1) % 3 : i % 3;
        return (rows, KnownLabels.Of([.. Enumerable.Range(0, count).Select(i => i % everyOther == 0 ? Label(i) : KnownLabels.Unknown)], ["a", "b", "c"]));
    }

    private static ComponentKind Kind(string name) => name switch
    {
        "gaussian" => GaussianMixture.Kind(),
        "tied" => GaussianMixture.Kind(CovarianceStructure.Tied),
        "student-t" => StudentTMixture.Kind(),
        "contaminated" => ContaminatedMixture.Kind(),
        "poisson" => ComponentKind.Of(new PoissonFamily()),
        _ => ColumnsMixture.Kind(ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 1), ColumnsPart.Of(GaussianMixture.Kind(), 0)),
    };

    // Σ log p(x, class) of known rows, Σ log p(x) of the others, from what the mixture says of each row
    private static double LogLikelihood(Mixture model, RowMatrix rows, KnownLabels labels)
    {
        double sum = 0;
        double[] joint = new double[model.Components];
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int k = 0; k < joint.Length; k++)
            {
                joint[k] = labels[i] < 0 || model.Classes!.OfComponents[k] == labels[i] ? Math.Log(model.Weights[k]) + Single(model, k).LogDensity(rows.Row(i)) : double.NegativeInfinity;
            }

            double largest = joint.Max();
            sum += largest + Math.Log(joint.Sum(one => Math.Exp(one - largest)));
        }

        return sum;
    }

    // a component by itself, its weight 1
    private static Mixture Single(Mixture model, int component)
    {
        var arrays = model.ParameterArrays.ToDictionary(static array => array.Name, array => new ParameterArray(
            array.Name,
            [.. array.Values.Chunk(array.Values.Count / model.Components).ElementAt(component).Select(value => array.Name == "weights" ? 1 : value)],
            [1, .. array.Shape.Skip(1)]));
        return model.KindOfComponents.Create(arrays, model.FeatureNames);
    }
}
