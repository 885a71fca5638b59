using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Online;

/// <summary>Sums about centres that are moved are the sums that would have been taken there.</summary>
public class MovedMomentsTests
{
    public static TheoryData<string, int, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, double>();
            foreach (string structure in (string[])["full", "tied", "diagonal", "spherical", "VEI", "EEV"])
            {
                foreach (int d in (int[])[1, 3, 9])
                {
                    cases.Add(structure, d, 0);
                    cases.Add(structure, d, 1e8);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MovedSums_AreThoseTakenThere(string structure, int d, double offset)
    {
        var random = new Generator(7);
        double[] values = [.. Enumerable.Range(0, 60 * d).Select(_ => offset + random.Gaussian())];
        var rows = new RowMatrix(values, d);
        var source = Parameters(structure, d, offset + 0.5);
        var target = Parameters(structure, d, offset - 1);
        var shares = new double[2 * 72];
        for (int i = 0; i < 60; i++)
        {
            shares[i] = random.Uniform();
            shares[72 + i] = 1 - shares[i];
        }

        var moved = Taken(source, rows, shares);
        moved.MoveTo(source, target);
        var there = Taken(target, rows, shares);
        Agree.Within(there.Counts, moved.Counts, 1e-12, "counts");
        for (int k = 0; k < 2; k++)
        {
            Agree.Within(there.Shift(k), moved.Shift(k), 1e-9, $"shift {k}");
            Agree.Within(there.Scatter(k).ToArray(), moved.Scatter(k), 1e-9, $"scatter {k}");
        }
    }

    [Fact]
    public void SumsAboutOtherMeans_AreNotMoved()
    {
        var source = Parameters("full", 2, 0);
        var sums = Taken(source, new RowMatrix(new double[120], 2), new double[144]);
        Assert.Throws<InvalidOperationException>(() => sums.MoveTo(Parameters("full", 2, 1), source));
    }

    private static GaussianStatistics Taken(GaussianParameters about, RowMatrix rows, double[] shares)
    {
        var statistics = new GaussianStatistics(about.Packed);
        int stride = Mixtura.Numerics.BlockLayout.Stride(about.Packed.BlockRows);
        var padded = new double[2 * stride];
        shares.AsSpan(0, 60).CopyTo(padded);
        shares.AsSpan(72, 60).CopyTo(padded.AsSpan(stride));
        statistics.Load(MemoryRows.BlockOf(rows));
        statistics.Add(about, new ComponentBlock(padded, 2, 60, stride));
        return statistics;
    }

    private static GaussianParameters Parameters(string structure, int d, double mean)
    {
        double[] means = [.. Enumerable.Range(0, 2 * d).Select(i => mean + (0.1 * i))];
        double[] covariances = [.. Enumerable.Range(0, 2 * d * d).Select(i => i % (d * d) % (d + 1) == 0 ? 1.0 : 0)];
        return GaussianParameters.From(CovarianceStructure.Find(structure)!, d, [0.5, 0.5], means, covariances);
    }
}
