using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.References;

/// <summary>mclust's fits with a noise component: its volume, its densities, its optima.</summary>
public class MclustNoiseTests
{
    private const double Rows = 352;

    private static readonly JsonElement Reference = ReferenceFile.Json("mclust-noise-faithful_noise.json");
    private static readonly RowMatrix Data = ReferenceFile.Rows("faithful_noise.csv");

    public static TheoryData<string> Structures => [.. Fits.Select(static fit => fit.Text("model"))];

    // those whose hard M-step the tests know
    public static TheoryData<string> Started => ["VVV", "EEE", "VVI", "VII"];

    private static IEnumerable<JsonElement> Fits => Reference.GetProperty("me_from_z0").EnumerateArray();

    [Fact]
    public void Volume_IsMclusts()
    {
        var fit = GaussianMixture.Kind().WithNoise().Fit(Data, 2, new MixtureOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 3 } });
        Agree.Relatively(1 / Reference.Number("Vinv"), fit.Model.Noise!.Volume, 1e-12, "volume");
    }

    /// <summary>Under mclust's parameters the log-likelihood is what mclust says, and EM finds next to nothing more.</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void MclustsOptimum_HasMclustsLogLikelihood(string structure)
    {
        var row = Fits.Single(fit => fit.Text("model") == structure);
        var start = Noisy(row.GetProperty("parameters"), structure);
        Agree.Relatively(row.Number("loglik"), start.Score(Data).LogLikelihood, 1e-9, "log-likelihood");

        // mclust's tolerance is relative: 1e-12 of the bound at each of many small steps; and its M-step for VVE is not exact
        double most = structure == "VVE" ? 0.2 : 1e-3;
        var fit = GaussianMixture.Kind(CovarianceStructure.Find(structure)).WithNoise().Fit(Data, 2, new MixtureOptions { Start = start });
        Assert.InRange(fit.LowerBound, row.Number("loglik") - 1e-7, row.Number("loglik") + most);

        // mclust counts the volume as well
        Assert.Equal(row.Integer("df") - 1, start.ParameterCount);
        Agree.Relatively(-row.Number("bic"), start.Score(Data).Criteria.Bic + Math.Log(Rows), 1e-9, "BIC");
    }

    /// <summary>From mclust's own classes, noise among them, plain EM leads to mclust's optimum.</summary>
    [Theory]
    [MemberData(nameof(Started))]
    public void SameClasses_LeadToMclustsOptimum(string structure)
    {
        var (model, noise) = FromClasses(CovarianceStructure.Find(structure)!);
        double volume = 1 / Reference.Number("Vinv");
        var start = NoisyMixture.Of(model, noise, [.. Lower], [.. Upper], volume);
        var fit = GaussianMixture.Kind(model.Covariance).WithNoise().Fit(Data, 2, new MixtureOptions { Start = start, Em = new EmOptions { MaxIterations = 5000, Tolerance = 1e-13, Acceleration = false } });
        double mclusts = Fits.Single(row => row.Text("model") == structure).Number("loglik");
        Assert.InRange(fit.LowerBound, mclusts - 1e-7, mclusts + 1e-3);
        for (int t = 1; t < fit.Trace.Count; t++)
        {
            Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - 1e-9, $"iteration {t}: {fit.Trace[t - 1]:R} → {fit.Trace[t]:R}");
        }
    }

    [Fact]
    public void Search_FindsAtLeastMclustsBest()
    {
        var mclust = Reference.GetProperty("Mclust");
        var fit = GaussianMixture.Kind(CovarianceStructure.EEI).WithNoise().Fit(Data, mclust.Integer("G"));
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.LowerBound >= mclust.Number("loglik") - 1e-6, $"mclust {mclust.Number("loglik"):R}, ours {fit.LowerBound:R}");

        // ours with mclust's count of parameters
        Assert.True(-fit.Score.Criteria.Bic - Math.Log(Rows) >= mclust.Number("bic") - 1e-6);
    }

    private static IEnumerable<double> Lower => Enumerable.Range(0, 2).Select(static j => Enumerable.Range(0, Data.Rows).Min(i => Data[i, j]));

    private static IEnumerable<double> Upper => Enumerable.Range(0, 2).Select(static j => Enumerable.Range(0, Data.Rows).Max(i => Data[i, j]));

    private static NoisyMixture Noisy(JsonElement parameters, string structure)
    {
        double[] shares = parameters.GetProperty("pro").Numbers();
        double noise = shares[^1];
        var covariances = parameters.GetProperty("sigma").EnumerateArray().Select(static sigma => sigma.Matrix()).ToArray();
        var components = GaussianMixture.Create(
            [.. shares[..^1].Select(share => share / (1 - noise))], parameters.GetProperty("mean").Matrix(), covariances, CovarianceStructure.Find(structure)!);
        return NoisyMixture.Of(components, noise, [.. Lower], [.. Upper], 1 / parameters.Number("Vinv"));
    }

    private static (GaussianMixture Model, double Noise) FromClasses(CovarianceStructure structure)
    {
        int[] classes = Array.ConvertAll(Reference.GetProperty("z0_classes_1based_noise_is_last").Numbers(), static one => (int)one - 1);
        int[] kept = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] < 2)];
        var rows = RowMatrix.Copy([.. kept.Select(i => Data.Row(i).ToArray())]);
        var parameters = HardMaximization.Of(rows, [.. kept.Select(i => classes[i])], 2, structure)!;
        return (parameters.ToModel(structure), 1 - ((double)kept.Length / classes.Length));
    }
}
