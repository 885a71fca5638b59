using System.Text;
using System.Text.Json.Nodes;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Storage;
using Mixtura.Tests.Bayesian;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Laws;

namespace Mixtura.Tests.Storage;

/// <summary>A variational mixture is saved and loaded as itself, by the doors of every mixture.</summary>
public class VariationalFileTests
{
    private static readonly DataSet Data = Shapes.Of("weighted");

    [Theory]
    [MemberData(nameof(VariationalAsMixtureTests.Cases), MemberType = typeof(VariationalAsMixtureTests))]
    public void LoadedModel_IsTheSavedOneToTheBit(string structure, WeightPrior prior)
    {
        var fit = Fit(structure, prior);
        byte[] saved = Saved(fit);
        var stored = ModelFile.Load(new MemoryStream(saved));
        var model = Assert.IsType<VariationalGaussianMixture>(stored.Model);
        Same(fit.Model, model);
        Same(fit.Model.Marginal(2, 0), model.Marginal(2, 0));
        Agree.Exactly(fit.Model.Responsibilities(Data.Rows).Values.Span, model.Responsibilities(Data.Rows).Values.Span, "responsibilities");
        Agree.Exactly(fit.Model.LogDensity(Data.Rows), model.LogDensity(Data.Rows), "log density");
        Assert.Equal(fit.Model.Predict(Data.Rows), model.Predict(Data.Rows));
        Assert.Equal(fit.Score, model.Score(Data.Source));
        Assert.Equal(fit.Model.Sample(50, 3).Values.ToArray(), model.Sample(50, 3).Values.ToArray());
        Fits.SameBits(fit.Model.ToGaussianMixture(), stored.Gaussian);
        Assert.Equal(Encoding.UTF8.GetString(saved), Encoding.UTF8.GetString(Saved(stored)));
    }

    [Fact]
    public void FitAndBound_ComeBackAsTheyWere()
    {
        var fit = VariationalGaussianMixture.Fit(Data.Source, 3, new VariationalOptions { Restarts = 2, Em = new EmOptions { KeepPath = true } });
        var record = ModelFile.Load(new MemoryStream(Saved(fit))).Fit!;
        Assert.Equal("variational", record.Method);
        Assert.Equal(fit.BoundTerms, record.BoundTerms);
        Assert.Equal(fit.LowerBound, record.LowerBound);
        Assert.Equal(fit.Score.LogLikelihood, record.LogLikelihood);
        Assert.Equal(double.NaN, record.Bic);
        Assert.Equal(FitRecord.Of(fit).Starts, record.Starts);
        Assert.Equal(fit.Path.Count, record.Path.Count);
        foreach (var (kept, loaded) in fit.Path.Zip(record.Path))
        {
            Fits.SameBits(kept, Assert.IsType<GaussianMixture>(loaded));
        }
    }

    [Fact]
    public void EveryPriorOfTheWeights_ComesBack()
    {
        var own = VariationalGaussianMixture.Fit(Data.Source, 3, new VariationalOptions { WeightConcentrations = [5, 0.25, 1], Restarts = 1 });
        var prior = ((VariationalGaussianMixture)ModelFile.Load(new MemoryStream(Saved(own))).Model).Prior;
        Assert.Equal(own.Model.Prior.WeightConcentrations, prior.WeightConcentrations);
        Assert.Equal([0.25, 1, 5], prior.WeightConcentrations!.Order());
        var learnt = VariationalGaussianMixture.Fit(
            Data.Source, 3, new VariationalOptions { WeightPrior = WeightPrior.DirichletProcess, ConcentrationPrior = (2, 3), Restarts = 1 });
        var model = (VariationalGaussianMixture)ModelFile.Load(new MemoryStream(Saved(learnt))).Model;
        Same(learnt.Model, model);
        Assert.Equal((2.0, 3.0), model.Prior.ConcentrationPrior);
        Assert.Equal((2.0, 3.0), model.Marginal(1).Prior.ConcentrationPrior);
        Agree.Exactly(learnt.Model.LogDensity(Data.Rows), model.LogDensity(Data.Rows), "log density");
    }

    [Fact]
    public void VariancesInThePlaceOfCovariances_AreRead()
    {
        var fit = Fit("diagonal", WeightPrior.Dirichlet);
        var json = JsonNode.Parse(Saved(fit))!.AsObject();
        json.Remove("covariances");
        json["variances"] = new JsonArray([.. Enumerable.Range(0, 3).Select(k => (JsonNode)new JsonArray([.. fit.Model.ToGaussianMixture().VariancesOf(k).Select(static value => (JsonNode)value)]))]);
        json["version"] = 2;
        Same(fit.Model, (VariationalGaussianMixture)ModelFile.Load(Stream(json)).Model);
    }

    [Fact]
    public void TwoFeaturesOfOneName_AreRefused()
    {
        var fit = VariationalGaussianMixture.Fit(new MemoryRows(Data.Rows, null, ["a", "b", "a"]), 2, new VariationalOptions { Restarts = 1 });
        Assert.Contains("'a'", Assert.Throws<InputException>(() => ModelFile.Save(fit, new MemoryStream())).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string?, string> Faults => new()
    {
        { "posterior", null, "the field 'posterior' is missing" },
        { "posterior", "3", "'posterior' is 3. Give an object." },
        { "posterior.degreesOfFreedom", null, "the field 'posterior.degreesOfFreedom' is missing" },
        { "posterior.degreesOfFreedom", "[9, 1.5, 9]", "'posterior.degreesOfFreedom[1]' is 1.5. Give a number above 2." },
        { "posterior.degreesOfFreedom", "[9, 9]", "'posterior.degreesOfFreedom' is 2 numbers. Give numbers of the shape 3." },
        { "posterior.degreesOfFreedom", "[9, null, 9]", "'posterior.degreesOfFreedom' is an array that is not of numbers" },
        { "posterior.meanPrecision", "[9, -1, 9]", "'posterior.meanPrecision[1]' is -1. Give a number above 0." },
        { "posterior.meanPrecision", "[9, 1e999, 9]", "'posterior.meanPrecision' is not finite in number 1" },
        { "posterior.weightConcentration", "[0, 1, 1]", "'posterior.weightConcentration[0]' is 0. Give a number above 0." },
        { "posterior.weightConcentration", "[1, 1, 1]", "'posterior.weightConcentration[0]' is 1. It makes a weight of 0.333" },
        { "posterior.means[1][2]", "1e6", "'posterior.means[1][2]' is 1000000. 'means[1][2]' of the file itself is" },
        { "posterior.scaleMatrices[2][0][1]", "1e6", "'posterior.scaleMatrices[2][0][1]' is 1000000. 'covariances[2]' and 'degreesOfFreedom[2]' make it" },
        { "posterior.scaleMatrices", "[[1, 2]]", "'posterior.scaleMatrices' is 1×2 numbers. Give numbers of the shape 3×3×3." },
        { "prior", null, "the field 'prior' is missing" },
        { "prior.weightPrior", "\"gamma\"", "'prior.weightPrior' is 'gamma'. Give 'dirichlet' or 'dirichlet-process'." },
        { "prior.weightPrior", "\"dirichlet-process\"", "the field 'posterior.stickRemainder' is missing" },
        { "prior.weightConcentrations", "[1, 2]", "'prior.weightConcentrations' is 2 numbers. Give numbers of the shape 3." },
        { "prior.concentrationPrior", "{\"shape\": 1, \"rate\": -1}", "'prior.concentrationPrior.rate' is -1. Give a number above 0." },
        { "prior.meanPrecision", "0", "'prior.meanPrecision' is 0. Give a number above 0." },
        { "prior.degreesOfFreedom", "1", "'prior': The prior's degrees of freedom are 1." },
        { "prior.degreesOfFreedom", "[1]", "'prior.degreesOfFreedom' is 1 numbers. Give a number." },
        { "prior.inverseScale", "[[1, 0, 0], [0, 1, 0], [0, 0, -1]]", "'prior': The prior's inverse scale matrix is not positive definite" },
        { "covarianceStructure", "\"VEV\"", "the covariance structure is 'VEV'. A variational mixture has full, tied, diagonal, spherical." },
        { "covariances[1][0][0]", "-1", "The covariance of component 1" },
        { "weights", null, "the field 'weights' is missing" },
        { "version", "3", "the format's version is 3" },
        { "fit.boundTerms", "7", "fit.boundTerms" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void DamagedFile_IsNamedWithKeyValueAndRemedy(string path, string? value, string expected)
    {
        var json = JsonNode.Parse(Saved(Fit("full", WeightPrior.Dirichlet)))!;
        Set(json, path, value);
        string message = Assert.Throws<InputException>(() => ModelFile.Load(Stream(json), "old.json")).Message;
        Assert.StartsWith("old.json: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private static void Set(JsonNode json, string path, string? value)
    {
        string[] steps = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var at = json;
        foreach (string step in steps[..^1])
        {
            at = at is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        }

        if (value is null)
        {
            at.AsObject().Remove(steps[^1]);
        }
        else if (at is JsonArray array)
        {
            array[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }
    }

    private static MemoryStream Stream(JsonNode json) => new(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static void Same(VariationalGaussianMixture expected, VariationalGaussianMixture actual)
    {
        Fits.SameBits(expected.ToGaussianMixture(), actual.ToGaussianMixture());
        foreach (var (one, other) in (IEnumerable<(IReadOnlyList<double>, IReadOnlyList<double>)>)[
            (expected.Counts, actual.Counts), (expected.WeightConcentration, actual.WeightConcentration), (expected.StickRemainder, actual.StickRemainder),
            (expected.MeanPrecision, actual.MeanPrecision), (expected.DegreesOfFreedom, actual.DegreesOfFreedom), (expected.ExpectedWeights, actual.ExpectedWeights), (expected.Prior.Mean, actual.Prior.Mean)])
        {
            Assert.Equal(one, other);
        }

        Assert.Equal(expected.Prior.InverseScale.Values.ToArray(), actual.Prior.InverseScale.Values.ToArray());
        Assert.Equal(
            (expected.Prior.WeightPrior, expected.Prior.WeightConcentration, expected.Prior.MeanPrecision, expected.Prior.DegreesOfFreedom),
            (actual.Prior.WeightPrior, actual.Prior.WeightConcentration, actual.Prior.MeanPrecision, actual.Prior.DegreesOfFreedom));
    }

    private static VariationalFit Fit(string structure, WeightPrior prior) => VariationalGaussianMixture.Fit(
        Data.Source, 3, new VariationalOptions { Covariance = Shapes.Structure(structure), WeightPrior = prior, Restarts = 1, WeightConcentration = 0.7, MeanPrecision = 0.3 });

    private static byte[] Saved(VariationalFit fit)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        return stream.ToArray();
    }

    private static byte[] Saved(StoredModel stored)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(stored, stream);
        return stream.ToArray();
    }
}
