using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Storage;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>What holds for the ten structures between the plain ones.</summary>
public class StructureLaws
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string shape in (string[])["a line", "a plane", "scale 1e-9", "weighted", "outliers", "many rows"])
            {
                foreach (var structure in Shapes.Decomposed)
                {
                    data.Add(shape, structure.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LowerBound_NeverFalls(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        foreach (bool accelerated in (bool[])[false, true])
        {
            var fit = Fits.Run(data, structure, new() { Restarts = 1, SplitMerge = false, Em = new EmOptions { MaxIterations = 40, Tolerance = 0, Acceleration = accelerated } });
            double rounding = 1e-12 * (Math.Abs(fit.LowerBound) + (data.TotalWeight * 30));
            for (int t = 1; t < fit.Trace.Count; t++)
            {
                Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - rounding, $"accelerated {accelerated}, iteration {t}: {fit.Trace[t - 1]:R} → {fit.Trace[t]:R}");
            }

            Agree.Within(fit.Trace[^1], fit.LowerBound, rounding, "bound");
            Assert.True(fit.Trace[^1] > fit.Trace[0]);
        }
    }

    /// <summary>No structure can do better than the one without constraints, nor worse than the one with all of them, from the same optimum.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Optimum_LiesBetweenThoseOfTheStructuresAroundIt(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var fit = Fits.Run(data, structure, new() { Restarts = 1 });
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.Converged, $"{fit.StopReason}");
        double wider = From(fit.Model, data, CovarianceStructure.Full);
        Assert.True(wider >= fit.LowerBound - (1e-8 * data.TotalWeight), $"full {wider:R}, {structure} {fit.LowerBound:R}");

        var narrow = Fits.Run(data, "EII", new() { Restarts = 1 });
        double from = From(narrow.Model, data, CovarianceStructure.Find(structure)!);
        Assert.True(from >= narrow.LowerBound - (1e-8 * data.TotalWeight), $"{structure} {from:R}, EII {narrow.LowerBound:R}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Acceleration_EndsNoLowerNearTheSameOptimum(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var start = Fits.Run(data, structure, new() { Restarts = 1, SplitMerge = false, Em = new EmOptions { Acceleration = false, Tolerance = 1e-4 } }).Model;
        GaussianMixtureFit Run(bool accelerated) => GaussianMixture.Fit(
            data.Source, data.Components, new GaussianMixtureOptions { Start = start, Em = new EmOptions { Acceleration = accelerated, MaxIterations = 20_000 } });
        var plain = Run(false);
        var fast = Run(true);
        Assert.True(fast.LowerBound >= plain.LowerBound - (1e-6 * data.TotalWeight), $"plain {plain.LowerBound:R}, accelerated {fast.LowerBound:R}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IntegerWeights_EqualRepeatedRows(string shape, string structure)
    {
        var data = Shapes.Of(shape) with { Weights = null };
        var counts = Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 3).ToArray();
        var repeated = data.Pick([.. counts.SelectMany(static (count, i) => Enumerable.Repeat(i, count))], null);
        var weighted = data with { Weights = Array.ConvertAll(counts, static count => (double)count) };
        var options = new GaussianMixtureOptions { Restarts = 1, SplitMerge = false, Em = new EmOptions { MaxIterations = 10, Tolerance = 0, Acceleration = false } };
        var one = Fits.Run(repeated, structure, options);
        var other = Fits.Run(weighted, structure, options);
        if (one.Degeneracy is not null)
        {
            // the last sound model before a singular one is ill-conditioned: what became of every start must be the same
            Assert.Equal(one.Restarts.Select(static start => start.Degeneracy?.Kind), other.Restarts.Select(static start => start.Degeneracy?.Kind));
            return;
        }

        Agree.Within(one.LowerBound, other.LowerBound, 1e-7 * repeated.TotalWeight, "bound");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StoredModel_ComesBackToTheBit(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var fit = Fits.Run(data, structure, new() { Restarts = 1, Em = new EmOptions { MaxIterations = 20 } });
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        var stored = ModelFile.Load(stream, "model.json").Gaussian;
        Assert.Equal(structure, stored.Covariance.Name);
        Fits.SameBits(fit.Model, stored);
        Assert.Equal(fit.Score.LogLikelihood, stored.Score(data.Source).LogLikelihood, 1e-9 * Math.Abs(fit.LowerBound));
    }

    private static double From(GaussianMixture model, DataSet data, CovarianceStructure structure)
    {
        var start = GaussianMixture.Create(
            model.Weights.Span, model.Means, [.. Enumerable.Range(0, model.Components).Select(model.CovarianceOf)], structure, model.FeatureNames);
        return GaussianMixture.Fit(data.Source, data.Components, new GaussianMixtureOptions { Start = start, Em = new EmOptions { MaxIterations = 30 } }).LowerBound;
    }
}
