using Mixtura.Gaussian;
using Mixtura.Storage;

namespace Mixtura.Cli.Tests;

public sealed class StandardizeTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    public void EquivariantStructures_ComeOutAsWithoutStandardizing(string covariance)
    {
        var plain = Fit(covariance);
        var standardized = Fit(covariance, "--standardize");
        Assert.Equal(plain.Gaussian.Covariance, standardized.Gaussian.Covariance);
        Assert.Equal(plain.Fit!.LogLikelihood, standardized.Fit!.LogLikelihood, 1e-5);
        Assert.Equal(standardized.Fit.LogLikelihood, standardized.Fit.Trace[^1], 1e-6);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(plain.Gaussian.Means.Values.Span[i], standardized.Gaussian.Means.Values.Span[i], 1e-3);
        }
    }

    [Fact]
    public void SphericalStructure_BecomesDiagonalAndSaysSo()
    {
        var fit = Fit("spherical", "--standardize");
        Assert.Equal(CovarianceStructure.Diagonal, fit.Gaussian.Covariance);
        Assert.Contains("diagonal in the data's units", Assert.Single(fit.Fit!.Warnings), StringComparison.Ordinal);
    }

    /// <summary>What is printed is the fit that was found: the log-likelihood of the model in the data's units is that of the fit on standardized features,
    /// moved by the scales.</summary>
    [Theory]
    [InlineData("EII", "EEI")]
    [InlineData("EVE", "EVV")]
    [InlineData("EEV", "EVV")]
    [InlineData("VVE", "full")]
    [InlineData("VEV", "full")]
    [InlineData("EEI", "EEI")]
    [InlineData("VEI", "VEI")]
    [InlineData("EVI", "EVI")]
    [InlineData("VEE", "VEE")]
    [InlineData("EVV", "EVV")]
    public void EveryStructure_ComesBackAsWhatItIsInTheDatasUnits(string covariance, string expected)
    {
        var fit = Fit(covariance, "--standardize");
        Assert.Equal(CovarianceStructure.Find(expected), fit.Gaussian.Covariance);
        Assert.Equal(fit.Fit!.Trace[^1], fit.Fit.LogLikelihood, 1e-6);
        if (covariance != expected)
        {
            Assert.Contains($"{expected} in the data's units", Assert.Single(fit.Fit.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ConstantFeature_IsNamed() =>
        Workspace.Run("fit", at.Write("c.csv", "a,b\n1,7\n2,7\n4,7\n5,7\n"), "-k", "1", "--standardize").IsBadInput("'b'", "constant");

    private StoredModel Fit(string covariance, params string[] more)
    {
        Assert.Equal(0, Workspace.Run(["fit", Workspace.Faithful, "-k", "2", "--covariance", covariance, "-q", "--force", "-o", at["m.json"], .. more]).Code);
        using var stream = File.OpenRead(at["m.json"]);
        return ModelFile.Load(stream);
    }
}
