using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

public class AllocationTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var structure in CovarianceStructure.All)
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
        var family = new GaussianFamily(0, new DegeneracyRules(DataScale.Of(summary, 0), []), []);
        var fit = GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions { Covariance = CovarianceStructure.Find(structure)!, Restarts = 1, Em = new EmOptions { MaxIterations = 5 } });
        var current = fit.Model.Parameters;
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, current, rows, threads);
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            current = Iterate(family, pass, current, fit.Model.Parameters);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int iteration = 0; iteration < 20; iteration++)
        {
            current = Iterate(family, pass, current, fit.Model.Parameters);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
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
