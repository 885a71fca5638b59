using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Noise;

/// <summary>Fits with noise: what becomes noise, in which volume, and what is refused.</summary>
public class NoisyFitTests
{
    private static readonly RowMatrix Data = ReferenceFile.Rows("faithful_noise.csv");

    private static readonly MixtureOptions Short = new() { Restarts = 1, Em = new EmOptions { MaxIterations = 5 } };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FarRow_IsNoiseAndTheOthersAreFittedAsIfItWereNotThere(int components)
    {
        var random = new Generator(5);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i % 2 * 8) + random.Gaussian()), 1e6];
        var rows = new RowMatrix(values, 1);
        var fit = GaussianMixture.Kind().WithNoise().Fit(rows, components);
        Assert.Null(fit.Degeneracy);
        Assert.Equal(NoisyMixture.NoiseLabel, fit.Model.Predict(rows)[^1]);
        Assert.All(Enumerable.Range(0, components), k => Assert.InRange(fit.Model.MomentsOf(k).Means[0], -2, 10));
    }

    [Fact]
    public void FarRowsOfOneValue_AreAllNoise()
    {
        var random = new Generator(6);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i % 2 * 8) + random.Gaussian()), .. Enumerable.Repeat(9999.0, 12)];
        var rows = new RowMatrix(values, 1);
        var fit = GaussianMixture.Kind().WithNoise().Fit(rows, 2);
        Assert.Null(fit.Degeneracy);
        Assert.All(fit.Model.Predict(rows)[200..], static component => Assert.Equal(NoisyMixture.NoiseLabel, component));
    }

    /// <summary>Three different rows, however often they are there, are no component: that is looked for with noise too.</summary>
    [Fact]
    public void ComponentOnThreeRowsThatAreRepeated_IsRefused()
    {
        var random = new Generator(12);
        double[][] tied = [[5, 5], [5.1, 5], [5, 5.1]];
        var rows = RowMatrix.Copy(
        [
            .. Enumerable.Range(0, 150).Select(_ => (double[])[random.Gaussian(), random.Gaussian()]),
            .. Enumerable.Range(0, 40).Select(_ => (double[])[(20 * random.Uniform()) - 10, (20 * random.Uniform()) - 10]),
            .. Enumerable.Range(0, 24).Select(i => tied[i % 3]),
        ]);
        var fit = GaussianMixture.Kind().WithNoise().Fit(rows, 2);
        Assert.Null(fit.Degeneracy);
        Assert.All(Enumerable.Range(0, 2), k => Assert.All(fit.Model.MomentsOf(k).Deviations, static deviation => Assert.True(deviation > 0.2, $"{deviation}")));
    }

    /// <summary>Along the axes that the data lie on, turned by 30°, the box is 20 × 2; a row without weight is none.</summary>
    [Fact]
    public void Volume_IsThatAlongThePrincipalAxesWhereItIsSmaller()
    {
        var (cos, sin) = (Math.Sqrt(0.75), 0.5);
        double[][] turned = [.. Enumerable.Range(0, 400).Select(i =>
        {
            double a = -10 + (20.0 * (i / 2 % 200) / 199), b = i % 2 == 0 ? -1 : 1;
            return new[] { (a * cos) - (b * sin), (a * sin) + (b * cos) };
        })];
        double[] weights = [.. Enumerable.Repeat(1.0, 400), 0];
        var fit = GaussianMixture.Kind().WithNoise().Fit(RowMatrix.Copy([.. turned, [1e6, -1e6]]), 1, Short, weights);
        Agree.Relatively(40, fit.Model.Noise!.Volume, 1e-9, "volume");
        Assert.InRange(fit.Model.Noise.Upper[0], 9, 10);
    }

    [Fact]
    public void Counts_TakeUpAsManyValuesAsTheyRangeOver()
    {
        var rows = new RowMatrix(Enumerable.Range(0, 200).Select(static i => (double)(i % 10)).ToArray(), 1);
        var mixture = ComponentKind.Of(new PoissonFamily()).WithNoise().Fit(rows, 1, Short).Model;
        Agree.Relatively(10, mixture.Noise!.Volume, 1e-12, "volume");
        var drawn = NoisyMixture.Of(mixture.WithoutNoise, 0.9, [0], [9]).Sample(5000, 1, out int[] labels);
        double[] noise = [.. Enumerable.Range(0, 5000).Where(i => labels[i] < 0).Select(i => drawn[i, 0])];
        Assert.Equal(Enumerable.Range(0, 10).Select(static value => (double)value), noise.Distinct().Order());
    }

    /// <summary>The bound of EM has the prior, and is that of the model handed out.</summary>
    [Fact]
    public void Prior_IsInTheBound()
    {
        var fit = GaussianMixture.Kind(CovarianceStructure.Full, CovariancePrior.Conjugate).WithNoise().Fit(Data, 2, new MixtureOptions { Restarts = 2 });
        Agree.Relatively(fit.Trace[^1], fit.LowerBound, 1e-10, "bound");
        Assert.True(Math.Abs(fit.LowerBound - fit.Score.LogLikelihood) > 0.1);
        Assert.Equal("conjugate", fit.PriorName);
    }

    [Fact]
    public void RowsTooFewForTheComponents_AreDegenerate()
    {
        var random = new Generator(8);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 9).Select(_ => (double[])[random.Gaussian(), random.Gaussian()])]);
        Assert.NotNull(GaussianMixture.Kind().WithNoise().Fit(rows, 4).Degeneracy);
    }
}
