using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

public class AllocationTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var structure in Shapes.Plain)
            {
                foreach (int d in (int[])[2, 6, 20, 40])
                {
                    data.Add(structure.Name, d, 1);
                    data.Add(structure.Name, d, 2);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IterationsAfterTheFirst_AllocateNothing(string structure, int d, int threads)
    {
        var rows = new MemoryRows(Shapes.Clusters(4000, d, 3, seed: 5).Rows);
        var summary = DataSummary.Of(rows);
        var family = new GaussianFamily(0, new DegeneracyRules(DataScale.Of(summary, 0)));
        var fit = GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions { Covariance = CovarianceStructure.Find(structure)!, Restarts = 1, Em = new EmOptions { MaxIterations = 5 } });
        var current = fit.Model.Parameters;
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, current, rows, threads);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            // the runtime itself allocates now and then while it compiles anew; an iteration that does would show in every round
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int iteration = 0; iteration < 10; iteration++)
            {
                current = Iterate(family, pass, current, fit.Model.Parameters);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    // as ExpectationMaximization.Run does it
    private static GaussianParameters Iterate(
        GaussianFamily family, BlockPass<GaussianParameters, GaussianStatistics> pass, GaussianParameters current, GaussianParameters start)
    {
        pass.TryExpect(current, CancellationToken.None, out _);
        var next = family.Maximize(current, pass.Statistics);
        Assert.True(family.FindDegeneracy(next) is null);
        if (!ReferenceEquals(current, start))
        {
            family.Release(current);
        }

        return next;
    }
}
