using Mixtura.Bayesian;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>What the kept path of a fit promises: a mixture for every bound of the trace, and nothing else changes.</summary>
public class PathLaws
{
    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void Path_HasTheMixtureOfEveryBound(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var kept = Fits.Run(data, structure, new() { Restarts = 2, Em = new EmOptions { MaxIterations = 40, KeepPath = true } });
        Assert.Equal(kept.Trace.Count, kept.Path.Count);
        Fits.SameBits(kept.Model, kept.Path[^1]);
        for (int t = 0; t < kept.Path.Count; t++)
        {
            double sum = PlainGaussians.LogDensities(MixtureParameters.Of(kept.Path[t]), data.Rows).Zip(data.AllWeights, static (p, w) => w * p).Sum();
            Agree.Within(sum, kept.Trace[t], 1e-11 * (Math.Abs(sum) + data.TotalWeight), $"bound of step {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void KeepingThePath_ChangesNoBit(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        GaussianMixtureOptions Options(bool keeps) => new() { Restarts = 2, Em = new EmOptions { MaxIterations = 40, KeepPath = keeps } };
        var plain = Fits.Run(data, structure, Options(keeps: false));
        Assert.Empty(plain.Path);
        Fits.SameBits(plain.Model, Fits.Run(data, structure, Options(keeps: true)).Model);
    }

    [Theory]
    [InlineData(WeightPrior.Dirichlet, 1e-10)]
    [InlineData(WeightPrior.Dirichlet, 1e-5)]
    [InlineData(WeightPrior.DirichletProcess, 1e-10)]
    public void VariationalPath_EndsAtTheModel(WeightPrior prior, double tolerance)
    {
        var data = Shapes.Of("a plane");
        var fit = VariationalGaussianMixture.Fit(data.Source, 4, new VariationalOptions { WeightPrior = prior, Restarts = 2, Em = new EmOptions { KeepPath = true, Tolerance = tolerance } });
        Assert.Equal(fit.Trace.Count, fit.Path.Count);
        Fits.SameBits(fit.Model.ToGaussianMixture(), fit.Path[^1]);
    }
}
