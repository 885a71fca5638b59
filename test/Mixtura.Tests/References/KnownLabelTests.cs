using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.References;

/// <summary>Known labels: EM step by step beside plain numpy, and discriminant analysis beside mclust's.</summary>
public class KnownLabelTests
{
    private static readonly JsonElement Steps = ReferenceFile.Json("labels-iris.json");
    private static readonly RowMatrix Iris = ReferenceFile.Rows("labels-iris.csv", "known");
    private static readonly KnownLabels Known = KnownLabels.Of(ReferenceFile.Texts("labels-iris.csv", "known"));
    private static readonly JsonElement Mclust = ReferenceFile.Json("mclust-da.json");

    public static TheoryData<int> Iterations => [.. Trajectory.Select(static step => step.Integer("iteration")).Where(static count => count < 1000)];

    public static TheoryData<string> Structures => [.. Mclust.GetProperty("iris").GetProperty("edda").EnumerateArray().Select(static fit => fit.Text("model"))];

    private static IEnumerable<JsonElement> Trajectory => Steps.GetProperty("trajectory").EnumerateArray();

    [Fact]
    public void Labels_AreThoseOfTheFile()
    {
        Assert.Equal(["setosa", "versicolor", "virginica"], Known.Classes);
        Assert.Equal(Steps.Integer("known_rows"), Known.KnownRows);
    }

    /// <summary>From the moments of the known rows, every step of plain EM is that of the reference.</summary>
    [Theory]
    [MemberData(nameof(Iterations))]
    public void Steps_AreThoseOfNumpy(int iterations)
    {
        var plain = new EmOptions { MaxIterations = iterations, Tolerance = 0, Acceleration = false };
        var options = new MixtureOptions { Start = Mixture(Trajectory.First()), Em = plain, Order = ComponentOrder.Kept };
        var fit = GaussianMixture.Kind().WithLabels(Known).Fit(Iris, 3, options);
        var expected = Trajectory.Single(step => step.Integer("iteration") == iterations);
        Agree.Relatively(expected.Number("log_likelihood"), fit.LowerBound, 1e-8, "log-likelihood");
        var model = Assert.IsType<GaussianMixture>(fit.Model);
        All(expected.GetProperty("weights").Numbers(), model.Weights.ToArray());
        All(Flat(expected.GetProperty("means")), model.Means.Values.ToArray());
        for (int k = 0; k < 3; k++)
        {
            All(Flat(expected.GetProperty("covariances")[k]), model.CovarianceOf(k).Values.ToArray());
        }

        static double[] Flat(JsonElement matrix) => [.. matrix.Rows().SelectMany(static row => row)];

        static void All(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    /// <summary>By itself the fit finds at least what plain EM ends at from the known rows, component k for class k.</summary>
    [Fact]
    public void Fit_FindsTheOptimum()
    {
        var fit = GaussianMixture.Kind().WithLabels(Known).Fit(Iris, 3);
        Assert.InRange(fit.LowerBound, Trajectory.Last().Number("log_likelihood") - 1e-4, double.PositiveInfinity);
        Assert.Equal(Known.Classes, [.. Enumerable.Range(0, 3).Select(k => fit.Model.Classes!.NameOf(k)!)]);
        Assert.Equal(Steps.Integer("known_rows"), fit.Classification!.Rows);
        Assert.Null(fit.Degeneracy);
    }

    /// <summary>All rows known, one component a class: mclust's EDDA, in every structure that it has. (Its log-likelihood is that of the rows without their labels, and its count leaves the classes' shares out.)</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void AllKnown_IsMclustsEdda(string structure)
    {
        IsEdda("iris", structure);
        IsEdda("diabetes", structure);
    }

    /// <summary>Two components a class: each class is fitted for itself, as mclust's MclustDA does, to at least what that finds.</summary>
    [Theory]
    [InlineData("iris")]
    [InlineData("diabetes")]
    public void SeveralPerClass_IsMclustDA(string set)
    {
        var (rows, labels) = Set(set);
        var fit = GaussianMixture.Kind().WithLabels(labels, [2, 2, 2]).Fit(rows, 6);
        Agree.Relatively(LabelledLogLikelihood(fit.Model, rows, labels), fit.LowerBound, 1e-9, "labelled log-likelihood");
        Assert.Equal([0, 0, 1, 1, 2, 2], fit.Model.Classes!.OfComponents);
        Assert.True(fit.Model.Score(rows).LogLikelihood > Mclust.GetProperty(set).GetProperty("mclust_da")[0].Number("log_likelihood") - 0.01);
    }

    private static void IsEdda(string set, string structure)
    {
        var (rows, labels) = Set(set);
        var expected = Mclust.GetProperty(set).GetProperty("edda").EnumerateArray().Single(fit => fit.Text("model") == structure);
        var fit = GaussianMixture.Kind(CovarianceStructure.Find(structure)!).WithLabels(labels).Fit(rows, 3);

        // mclust stops its iterations for VEI, VEE, VVE, EVE, VEV at 1e-5 of the bound
        double most = structure is "EVE" or "VVE" or "VEE" or "VEI" or "VEV" ? 0.1 : 1e-6;
        double found = fit.Model.Score(rows).LogLikelihood;
        if (structure == "VVE")
        {
            // nor is its M-step for VVE exact
            Assert.InRange(found, expected.Number("log_likelihood"), expected.Number("log_likelihood") + 10);
            return;
        }

        Assert.InRange(found, expected.Number("log_likelihood") - most, expected.Number("log_likelihood") + most);
        Assert.Equal(expected.Integer("df"), fit.Model.ParameterCount - (labels.Classes.Count - 1));
        Assert.Equal(expected.Integer("errors"), fit.Classification!.Errors);
        Assert.Equal(expected.Number("brier"), fit.Classification.BrierScore, most > 1e-3 ? 1e-3 : 1e-8);
    }

    private static double LabelledLogLikelihood(Mixture model, RowMatrix rows, KnownLabels labels)
    {
        double sum = 0;
        var responsibilities = new double[model.Components];
        var densities = model.LogDensity(rows);
        for (int i = 0; i < rows.Rows; i++)
        {
            model.Responsibilities(rows.Row(i), responsibilities);
            sum += densities[i] + Math.Log(Enumerable.Range(0, model.Components).Where(k => model.Classes!.OfComponents[k] == labels[i]).Sum(k => responsibilities[k]));
        }

        return sum;
    }

    private static (RowMatrix Rows, KnownLabels Labels) Set(string name) => name == "iris"
        ? (ReferenceFile.Rows("iris.csv"), KnownLabels.Of(ReferenceFile.Texts("iris.csv", "label")))
        : (ReferenceFile.Rows("mclust-diabetes.csv", "class"), KnownLabels.Of(ReferenceFile.Texts("mclust-diabetes.csv", "class")));

    private static GaussianMixture Mixture(JsonElement step) => GaussianMixture.Create(
        step.GetProperty("weights").Numbers(), step.GetProperty("means").Matrix(), [.. step.GetProperty("covariances").EnumerateArray().Select(static one => one.Matrix())]);
}
