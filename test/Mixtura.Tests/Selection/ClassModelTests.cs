using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Selection;

/// <summary>Classes with models of their own, beside mclust's MclustDA.</summary>
public class ClassModelTests
{
    private static readonly RowMatrix Iris = ReferenceFile.Rows("iris.csv");
    private static readonly KnownLabels Species = KnownLabels.Of(Enumerable.Range(0, 150).Select(static i => (string?)(i < 50 ? "setosa" : i < 100 ? "versicolor" : "virginica")));

    /// <summary>mclust 6.0.0, MclustDA(iris[,1:4], iris$Species): setosa EEE with 2, the others XXX (one full covariance) with 1; log-likelihoods 55.0237690457111, −9.90930990302039, −58.590973952711; 3 errors, Brier score 0.0116002338058; −172.813516795 in all.</summary>
    [Fact]
    public void Iris_HasMclustsFigures()
    {
        var fit = ModelSelection.PerClass([1, 2], [CovarianceStructure.Tied]).WithLabels(Species).Fit(Iris, 3);
        Assert.Equal([("setosa", 2), ("versicolor", 1), ("virginica", 1)], fit.ClassModels.Select(static one => (one.Class, one.Components)));
        double[] expected = [55.0237690457111, -9.90930990302039, -58.590973952711];
        for (int known = 0; known < 3; known++)
        {
            // mclust's EM ends at a tolerance of 1e-5
            Assert.InRange(fit.ClassModels[known].LogLikelihood - expected[known], -1e-6, 1e-3);
            Assert.Equal(50, fit.ClassModels[known].TotalWeight);
        }

        Assert.Equal(3, fit.Classification!.Errors);
        Assert.Equal(0.0116002338058, fit.Classification.BrierScore, 1e-5);

        // the classes left aside; mclust does not count their shares as parameters
        Assert.Equal(-172.813516795, fit.Model.Score(Iris).LogLikelihood, 1e-3);
        Assert.Equal(47 + 2, fit.Model.ParameterCount - fit.FixedParameters);

        // what the rows of a class have beside its share
        Assert.Equal(fit.ClassModels.Sum(static one => one.LogLikelihood) + (150 * Math.Log(1.0 / 3)), fit.Score.LogLikelihood, 1e-8);
        Assert.Equal((-2 * fit.Score.LogLikelihood) + (49 * Math.Log(150)), fit.Criteria.Bic, 1e-9);
    }

    /// <remarks>One variance for all features is all that a constant one leaves: of fourteen structures two, which three components do not exhaust.</remarks>
    [Fact]
    public void ConstantFeatureOfAClass_IsSaidWithTheClass()
    {
        double[] values = Iris.Values.ToArray();
        for (int i = 0; i < 50; i++)
        {
            values[(4 * i) + 1] = 5;
        }

        var fit = ModelSelection.PerClass([1, 2, 3]).WithLabels(Species).Fit(new RowMatrix(values, 4), 3);
        string warning = Assert.Single(fit.Warnings, static warning => warning.Contains("no sound fit", StringComparison.Ordinal));
        Assert.StartsWith("Class 'setosa': 36 of 42 cells have no sound fit: EEI with 1: ", warning, StringComparison.Ordinal);
        Assert.Contains("is 5 in every row", warning, StringComparison.Ordinal);
        Assert.Equal(fit.ClassModels[0].Components == 3, fit.Warnings.Contains("Class 'setosa': The best number of components, 3, is the largest that was tried. Try more.", StringComparer.Ordinal));
    }

    /// <summary>mclust 6.0.0, MclustDA of the diabetes data: Chemical EEI with 4, Normal EVI with 2, Overt VVV with 3.</summary>
    [Fact]
    public void Diabetes_IsAtLeastMclusts()
    {
        using var file = RowFile.Open(Path.Combine(RepositoryRoot.Path, "samples", "diabetes.csv"), new RowFileOptions { Label = "label" });
        var labels = KnownLabels.Of(Enumerable.Range(0, file.Labels!.Count).Select(row => (string?)file.Labels.Names[file.Labels[row]]));
        var fit = ModelSelection.PerClass([1, 2, 3, 4]).WithLabels(labels).Fit(file, 3);
        (double LogLikelihood, int Parameters)[] mclust = [(-539.42619310435, 18), (-1061.38426207691, 12), (-523.50044032036, 29)];
        for (int known = 0; known < 3; known++)
        {
            double bic = (-2 * mclust[known].LogLikelihood) + (mclust[known].Parameters * Math.Log(fit.ClassModels[known].TotalWeight));
            Assert.True(fit.ClassModels[known].Bic <= bic + 1e-4, $"{fit.ClassModels[known]}, mclust {bic}");
        }

        // mclust has 2
        Assert.InRange(fit.Classification!.Errors, 0, 2);
    }

    /// <summary>One structure and one component: that is discriminant analysis with that structure where each class has it to itself.</summary>
    [Fact]
    public void OneComponentEach_IsThePlainFit()
    {
        var own = ModelSelection.PerClass([1], [CovarianceStructure.Full]).WithLabels(Species).Fit(Iris, 3);
        var plain = GaussianMixture.Kind().WithLabels(Species).Fit(Iris, 3);
        Assert.Equal(plain.Score.LogLikelihood, own.Score.LogLikelihood, 1e-9);
        Assert.Equal(plain.Criteria.Bic, own.Criteria.Bic, 1e-9);
        Assert.Equal(0, own.FixedParameters);
        Assert.True(own.Converged);
    }

    /// <remarks>The classes stand in their own order, each with its share of the rows.</remarks>
    [Fact]
    public void UnequalClasses_HaveTheirShares()
    {
        int[] kept = [.. Enumerable.Range(0, 150).Where(static i => i % 50 < 10 * (1 + (i / 50)))];
        var labels = KnownLabels.Of(kept.Select(static i => (string?)Species.Classes[Species[i]]));
        var fit = ModelSelection.PerClass([1], [CovarianceStructure.Spherical]).WithLabels(labels).Fit(RowMatrix.Copy([.. kept.Select(static i => Iris.Row(i).ToArray())]), 3, new GaussianMixtureOptions { Prior = CovariancePrior.Conjugate });
        Assert.Equal(labels.Classes, Enumerable.Range(0, 3).Select(k => fit.Model.Classes!.NameOf(k)));
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal((k + 1) / 6.0, fit.Model.Weights.Span[k], 1e-12);
        }

        Assert.Equal(CovariancePrior.Conjugate.Name, fit.PriorName);
        Assert.True(fit.DataPasses > 3, $"{fit.DataPasses}");
    }

    [Fact]
    public void File_KeepsWhatWasChosen()
    {
        var fit = ModelSelection.PerClass([1, 2], [CovarianceStructure.Tied]).WithLabels(Species).Fit(Iris, 3);
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        Assert.Equal(fit.ClassModels, ModelFile.Load(stream).Fit!.ClassModels);
    }

    [Fact]
    public void Weights_AreRepetitions()
    {
        double[] weights = [.. Enumerable.Range(0, 150).Select(static i => (double)(i % 3))];
        int[] repeated = [.. Enumerable.Range(0, 150).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        var kind = ModelSelection.PerClass([1], [CovarianceStructure.Tied, CovarianceStructure.Diagonal]);
        var weighted = kind.WithLabels(Species).Fit(Iris, 3, weights: weights);
        var whole = kind.WithLabels(KnownLabels.Of(repeated.Select(i => (string?)Species.Classes[Species[i]]))).Fit(RowMatrix.Copy([.. repeated.Select(static i => Iris.Row(i).ToArray())]), 3);
        Assert.Equal(whole.Score.LogLikelihood, weighted.Score.LogLikelihood, 1e-8);
        Assert.Equal(whole.ClassModels.Select(static one => one.Structure), weighted.ClassModels.Select(static one => one.Structure));
    }

    /// <remarks>A sum of the others is no obstacle to spheres, nor are few rows; nor is a far row in one class one of another.</remarks>
    [Fact]
    public void NarrowStructures_AreNotJudgedAsFull()
    {
        double[][] rows = [.. Enumerable.Range(0, 44).Select(static i => (double[])[Math.Sin(i) + (i < 4 ? 9 : 0), Math.Cos(7 * i), Math.Sin(i) + (i < 4 ? 9 : 0) + Math.Cos(7 * i)])];
        var labels = KnownLabels.Of(Enumerable.Range(0, 44).Select(static i => i < 4 ? "few" : "many"));
        var fit = ModelSelection.PerClass([1], [CovarianceStructure.Spherical]).WithLabels(labels).Fit(RowMatrix.Copy(rows), 2);
        Assert.Null(fit.Degeneracy);
        Assert.Equal(["spherical", "spherical"], fit.ClassModels.Select(static one => one.Structure));
        Assert.Equal(1 + (2 * 4), fit.Model.ParameterCount - fit.FixedParameters);
        Assert.Equal(0, fit.Classification!.Errors);
    }

    [Fact]
    public void Order_IsThatOfAFeature()
    {
        var kind = ModelSelection.PerClass([2], [CovarianceStructure.Tied]).WithLabels(Species);
        var fit = kind.Fit(Iris, 3, new MixtureOptions { Order = ComponentOrder.ByMeanOf(1) });
        double[] means = [.. Enumerable.Range(0, 6).Select(k => fit.Model.MomentsOf(k).Means[1])];
        Assert.Equal(means.Order(), means);
    }

    [Fact]
    public void WhatCannotBe_IsSaid()
    {
        var kind = ModelSelection.PerClass([1, 2], [CovarianceStructure.Tied]);
        var partly = KnownLabels.Of(Enumerable.Range(0, 150).Select(static i => i % 10 == 0 ? null : (string?)Species.Classes[Species[i]]));
        Assert.Contains("The class of 15 rows is not known", Assert.Throws<InputException>(() => kind.WithLabels(partly).Fit(Iris, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("where they are known", Assert.Throws<InputException>(() => kind.Fit(Iris, 3)).Message, StringComparison.Ordinal);
        var rare = KnownLabels.Of(Enumerable.Range(0, 150).Select(static i => i < 2 ? "rare" : "other"));
        Assert.StartsWith("Class 'rare': no mixture fits its rows: ", Assert.Throws<InputException>(() => ModelSelection.PerClass([1], [CovarianceStructure.Full]).WithLabels(rare).Fit(Iris, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Class 'rare': it has 2 rows for 3 components or more.", Assert.Throws<InputException>(() => ModelSelection.PerClass([3], [CovarianceStructure.Spherical]).WithLabels(rare).Fit(Iris, 2)).Message, StringComparison.Ordinal);
        double[] weights = [.. Enumerable.Range(0, 150).Select(static i => i < 50 ? 0.0 : 1)];
        Assert.Contains("All rows of class 'setosa' have weight 0.", Assert.Throws<InputException>(() => kind.WithLabels(Species).Fit(Iris, 3, weights: weights)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ModelSelection.PerClass([]));
        var tested = Classification.CrossValidate(kind, new MemoryRows(Iris), Species, 3, null, 5);
        Assert.Equal((5, 150L), (tested.Folds, tested.Rows));
        Assert.InRange(tested.Errors, 1, 9);
    }
}
