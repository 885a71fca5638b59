using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Selection;
using Mixtura.Tests.Families;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Processes;

/// <summary>A run that goes on from what its sweeps came to is the run that was never stopped, bit for bit, wherever it was stopped.</summary>
public class ResumeLaws
{
    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_ResumedAnywhere_HasTheSameBits(string name)
    {
        var under = KindsUnderLaws.Of(name);
        Holds(rows => Stored.Of(under.Kind.Fit(rows, 3)), under.Rows);
    }

    [Fact]
    public void Fit_OfRowsWithWeightsAndGaps_HasTheSameBits()
    {
        double[] values = Shapes.Clusters(3_000, 3, 3, seed: 3).Rows.Values.ToArray();
        for (int i = 0; i < values.Length; i += 11)
        {
            values[i] = double.NaN;
        }

        var rows = new MemoryRows(new RowMatrix(values, 3), Enumerable.Range(0, 3_000).Select(static i => 0.3 * (i % 4)).ToArray());
        Holds(source => Stored.Of(GaussianMixture.Fit(source, 3, new GaussianMixtureOptions { Missing = MissingCells.IntegrateOut })), rows);
    }

    [Fact]
    public void Selection_HasTheSameBits() => Holds(
        static rows => string.Join(' ', ModelSelection.Search(rows, [1, 2], [CovarianceStructure.Full, CovarianceStructure.Diagonal], Criterion.CrossValidation).Candidates
            .Select(static candidate => $"{candidate.Value(Criterion.CrossValidation):R} {candidate.Fit!.LowerBound:R}")),
        Shapes.Clusters(150, 2, 2, seed: 4).Source);

    [Fact]
    public void VariationalFit_HasTheSameBits() =>
        Holds(static rows => Stored.Of(VariationalGaussianMixture.Fit(rows, 4, new VariationalOptions { Restarts = 2 })), Shapes.Clusters(500, 2, 3, seed: 5).Source);

    [Fact]
    public void FarRow_HasTheSameBits()
    {
        // fits within the fit, of rows that are masked
        double[] values = Shapes.Clusters(300, 2, 2, seed: 6).Rows.Values.ToArray();
        (values[0], values[1]) = (1e6, 1e6);
        Holds(static rows => Stored.Of(GaussianMixture.Fit(rows, 3)), new MemoryRows(new RowMatrix(values, 2)));
    }

    [Fact]
    public void KnownSweeps_AreNotMadeAgain()
    {
        var rows = Shapes.Clusters(50_000, 2, 3, seed: 7).Source;
        var whole = new MemoryLog([]);
        var first = new WatchedRows(rows, log: whole);
        GaussianMixture.Fit(first, 3);
        var again = new WatchedRows(rows, log: new MemoryLog(whole.Added));
        GaussianMixture.Fit(again, 3);
        Assert.True(again.Read < 2_000, $"{again.Read} rows of {first.Read} were read again");
    }

    [Fact]
    public void OtherProcesses_MayGoOn()
    {
        var rows = Shapes.Clusters(60_000, 3, 4, seed: 3).Source;
        var log = new MemoryLog([]);
        string one = Stored.Of(GaussianMixture.Fit(new WatchedRows(rows, log: log), 4));
        string[] several = ThreadProcesses.Run(3, group =>
            Stored.Of(GaussianMixture.Fit(new WatchedRows(rows, group, new MemoryLog(log.Added.Take(log.Added.Count / 2))), 4, cancellationToken: group.Ended)));
        Assert.All(several, other => Assert.Equal(one, other));
    }

    [Fact]
    public void SumsOfAnotherFit_AreRefused()
    {
        var rows = Shapes.Clusters(500, 2, 3, seed: 8).Source;
        var log = new MemoryLog([]);
        GaussianMixture.Fit(new WatchedRows(rows, log: log), 3);
        var failure = Assert.Throws<InputException>(() => GaussianMixture.Fit(new WatchedRows(rows, log: new MemoryLog(log.Added)), 4));
        Assert.Contains("another fit", failure.Message, StringComparison.Ordinal);
    }

    private static void Holds(Func<IRowSource, string> run, MemoryRows rows)
    {
        string plain = run(rows);
        var log = new MemoryLog([]);
        Assert.Equal(plain, run(new WatchedRows(rows, log: log)));
        int count = log.Added.Count;
        Assert.True(count > 1, "Nothing was kept.");
        foreach (int kept in new HashSet<int> { 1, 2, 4, count / 3, 2 * count / 3, count - 1, count }.Where(kept => kept <= count))
        {
            var resumed = new MemoryLog(log.Added.Take(kept));
            Assert.Equal(plain, run(new WatchedRows(rows, log: resumed)));
            Assert.Equal(0, resumed.Left);
            Assert.Equal(log.Added.Skip(kept), resumed.Added);
        }
    }
}
