using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;
using Mixtura.Tests.Families.Categorical;
using Mixtura.Tests.Families.Poisson;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families;

/// <summary>A search among some of the rows for any kind of component, and rows that those few do not know.</summary>
public class SampledKindsTests
{
    private const int Many = 40_000;
    private const int Few = 4096;

    // bounds agree as starts do
    private const double Agreement = 2e-5;

    private static readonly MixtureOptions Sampled = new() { SampleRows = Few };
    private static readonly MixtureOptions All = Sampled with { SearchesSample = false };
    private static readonly ComponentKind PoissonKind = ComponentKind.Of(new PoissonFamily());

    private static readonly CategoricalLevels Levels = new(Enumerable.Range(0, 9).Select(static _ => new[] { "a", "b", "c", "d", "rare" }));

    public static TheoryData<string> Kinds => ["student-t", "poisson", "categorical", "mixed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SearchAmongSomeRows_EndsWhereTheSearchOnAllRowsEnds(string name)
    {
        var (kind, rows, components) = Case(name);
        var all = kind.Fit(rows, components, All);
        var sampled = kind.Fit(rows, components, Sampled);
        Assert.True(sampled.Converged);
        Assert.InRange(sampled.LowerBound, all.LowerBound - (1e-8 * Many), double.PositiveInfinity);
        Assert.True(sampled.DataPasses < 0.7 * all.DataPasses, $"{sampled.DataPasses} sweeps' worth, {all.DataPasses} on all rows");
        Assert.Equal(sampled.Restarts.Max(static start => start.LowerBound), sampled.Restarts[sampled.BestRestart].LowerBound);
    }

    [Fact]
    public void ALevelThatTheSampleLacks_HasItsShare()
    {
        int[] rare = Unseen(3);
        var rows = WithRareLevel(rare);
        var kind = ComponentKind.Of(new CategoricalFamily(Levels));
        var all = kind.Fit(rows, 2, All);
        var sampled = kind.Fit(rows, 2, Sampled);
        Assert.All(new[] { all, sampled }, fit =>
        {
            // at an optimum the classes' probabilities, by weight, make the share of the rows that have the level
            Assert.Null(fit.Degeneracy);
            var probabilities = new double[5];
            double share = 0;
            for (int k = 0; k < 2; k++)
            {
                Core(fit.Model, k, probabilities);
                share += fit.Model.Weights.Span[k] * probabilities[4];
            }

            Assert.Equal((double)rare.Length / Many, share, 1e-8);
        });
        Assert.True(sampled.DataPasses < 0.7 * all.DataPasses, $"{sampled.DataPasses} sweeps' worth, {all.DataPasses} on all rows");
        Assert.InRange(sampled.LowerBound, all.LowerBound - (Agreement * Many), double.PositiveInfinity);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void ACountInSevenRowsThatNoStartHasSeen_IsDescribed(int components, bool searchesSample)
    {
        int[] seven = Unseen(7);
        var values = Counted().Matrix.Values.ToArray();
        var rows = IKindUnderLaws.Table(Many, 3, (i, j) => j < 2 ? values[(i * 2) + j] : seven.Contains(i) ? 2 : 0);
        var fit = PoissonKind.Fit(rows, components, Sampled with { SearchesSample = searchesSample });
        Assert.Null(fit.Degeneracy);
        Assert.All(fit.Restarts, static start => Assert.True(double.IsFinite(start.LowerBound)));

        // at an optimum the mixture's mean is that of the rows
        var model = ((Mixture<PoissonParameters, Sums>)fit.Model).Model;
        Assert.Equal(14.0 / Many, Enumerable.Range(0, components).Sum(k => model.Weights[k] * model.RatesOf(k)[2]), 1e-8);

        // and no lower than with the rare counts independent of all else: 14 counts in N rows, seven times ln 2!
        double apart = (14 * Math.Log(14.0 / Many)) - 14 - (7 * Math.Log(2));
        Assert.InRange(fit.LowerBound, PoissonKind.Fit(Counted(), components, Sampled).LowerBound + apart - (Agreement * Many), 0);
    }

    [Fact]
    public void AGroupThatTheSampleLacks_IsFoundAllTheSame()
    {
        var far = FarGroup();
        var options = new GaussianMixtureOptions(Sampled);
        var all = GaussianMixture.Fit(far, 3, options with { SearchesSample = false });
        var sampled = GaussianMixture.Fit(far, 3, options);
        Assert.InRange(sampled.LowerBound, all.LowerBound - (Agreement * Many), double.PositiveInfinity);
        Assert.Contains(sampled.Model.Weights.ToArray(), static weight => weight < 0.002);
    }

    [Fact]
    public void Interruption_LeavesTheBestSoFar_AlsoWhereASampleMisled()
    {
        var rows = FarGroup();
        var seen = new List<FitProgress>();
        var options = new GaussianMixtureOptions(Sampled) { Em = new EmOptions { Threads = 1 } };
        GaussianMixture.Fit(rows, 3, options, new Listener(seen.Add));

        // the sample misled: in the end the search begins again, on all rows, and knows the far rows from before
        int again = seen.FindLastIndex(static value => value is { Restart: 0, Iteration: 1 });
        double known = seen[again - 1].LowerBound;
        double followed = seen.First(static value => value.Restarts < 20).LowerBound;
        Assert.InRange(known, followed + (0.1 * Many), 0);
        Assert.All(new[] { 10, again / 2, again + 1, again + 10, seen.Count }, at =>
        {
            using var stop = new CancellationTokenSource();
            int told = 0;
            var fit = GaussianMixture.Fit(rows, 3, options, new Listener(_ => Stop(stop, ++told == at)), stop.Token);
            Assert.Equal(StopReason.Cancelled, fit.StopReason);

            // as long as only the sample is known its bound knows nothing of the far rows, which cost as much as all others together
            Assert.InRange(fit.LowerBound, at > again ? known - 1e-6 : -12 * Many, -2 * Many);
            AssertBestIsInItsPlace(fit);
        });
    }

    [Fact]
    public void Interruption_TellsTheBoundOfAllRows()
    {
        // two counts about 8: an entropy of about ½ ln(2πe·8) ≈ 2.5 nats each, and of a sample a tenth of all rows a tenth of that
        var rows = Counted();
        Assert.All(new[] { 2, 20 }, iterations =>
        {
            using var stop = new CancellationTokenSource();
            int told = 0;
            var fit = PoissonKind.Fit(rows, 2, Sampled with { Restarts = 9 }, new Listener(_ => Stop(stop, ++told == iterations)), stop.Token);
            Assert.Equal(StopReason.Cancelled, fit.StopReason);
            Assert.InRange(fit.LowerBound / Many, -12, -2);
            AssertBoundIsOfAllRows(fit, rows);
            AssertBestIsInItsPlace(fit);
        });
    }

    [Fact]
    public void Interruption_KeepsTheStartsThatEnded()
    {
        // stopped while the third start of the sample is under way
        var options = Sampled with { Restarts = 9, Em = new EmOptions { Threads = 1 } };
        using var stop = new CancellationTokenSource();
        var fit = PoissonKind.Fit(Counted(), 2, options, new Listener(value => Stop(stop, value.Restart == 2)), stop.Token);
        Assert.Equal(9, fit.Restarts.Count);
        Assert.All(fit.Restarts.Skip(3), static start => Assert.Equal(StopReason.Cancelled, start.StopReason));
        Assert.All(fit.Restarts.Take(2), static start => Assert.InRange(start.LowerBound / Many, -12, -2));
        AssertBestIsInItsPlace(fit);
        Assert.Equal(fit.Restarts.Max(static start => start.LowerBound), fit.LowerBound);
    }

    [Fact]
    public void CancelledBounds_AreScaled_ButForThePrior()
    {
        var candidate = new Candidate<string>(0, "0");
        candidate.Continue(new EmResult<string>("0", [-1200, -1000], StopReason.Cancelled, null, 1));
        var cancelled = Assert.Single(new SampledStarts<string>([candidate], 1000, 50).OfAllRows(static _ => -100));
        Assert.Equal([-55_100, -45_100], cancelled.Trace);
        Assert.Equal(StopReason.Cancelled, cancelled.StopReason);
    }

    [Fact]
    public void Progress_IsOfAllRows_AndNeverBackwards()
    {
        var seen = new List<FitProgress>();
        var fit = PoissonKind.Fit(Counted(), 2, Sampled, new Listener(seen.Add));
        Assert.All(seen, value =>
        {
            Assert.InRange(value.LowerBound / Many, -12, fit.LowerBound / Many * 0.98);
            Assert.InRange(value.Restart, 0, value.Restarts - 1);
            Assert.True(value.BestLowerBound is null || value.BestLowerBound / Many is > -12 and < -2);
        });

        // the sample, and then what it has found among all rows
        Assert.Equal([FitPhase.Sample, FitPhase.Finish], seen.Select(static value => value.Phase).Distinct());
        Assert.Equal(2, 1 + seen.Zip(seen.Skip(1)).Count(static pair => pair.First.Phase != pair.Second.Phase));
        Assert.All(seen.Zip(seen.Skip(1)), static pair =>
            Assert.True(pair.First.Restart != pair.Second.Restart || pair.Second.Iteration <= pair.First.Iteration || pair.Second.LowerBound >= pair.First.LowerBound - (1e-11 * Math.Abs(pair.First.LowerBound))));
    }

    [Fact]
    public void KeptPath_IsThatOfAllRows()
    {
        var kept = Sampled with { Em = new EmOptions { KeepPath = true } };
        var fit = PoissonKind.Fit(Counted(), 2, kept);
        Assert.Equal(fit.Trace.Count, fit.Path.Count);
        Assert.Equal(PoissonKind.Fit(Counted(), 2, kept with { SearchesSample = false }).Trace, fit.Trace);
    }

    private static void AssertBestIsInItsPlace(MixtureFit fit)
    {
        Assert.Equal(Enumerable.Range(0, fit.Restarts.Count), fit.Restarts.Select(static start => start.Restart));
        Assert.Equal(fit.LowerBound, fit.Restarts[fit.BestRestart].LowerBound, 1e-9 * Math.Abs(fit.LowerBound));
    }

    private static void AssertBoundIsOfAllRows(MixtureFit fit, IRowSource rows) =>
        Assert.InRange(fit.LowerBound / Many, (fit.Model.Score(rows).LogLikelihood / Many) - 0.1, (fit.Model.Score(rows).LogLikelihood / Many) + 0.1);

    private static (ComponentKind Kind, IRowSource Rows, int Components) Case(string name)
    {
        var numbers = Shapes.Clusters(Many, 2, 3, seed: 21).Rows;
        return name switch
        {
            "student-t" => (StudentTMixture.Kind(), new MemoryRows(numbers), 3),
            "poisson" => (PoissonKind, Counted(), 3),
            "categorical" => (ComponentKind.Of(new CategoricalFamily(Levels)), WithRareLevel([5, 17, 10_000, 20_001, 39_000]), 2),
            _ => (
                ColumnsMixture.Kind(ColumnsPart.Of(PoissonKind, 0, 1), ColumnsPart.Gaussian([2, 3])),
                IKindUnderLaws.Table(Many, 4, (i, j) => j < 2 ? Counted().Matrix.Row(i)[j] : numbers.Row(i)[j - 2]), 2),
        };
    }

    private static MemoryRows Counted() => counted ??= Counts.Draw(Counts.Mixture([0.5, 0.3, 0.2], [3, 9], [9, 3], [14, 16]), Many, seed: 22);

    private static MemoryRows? counted;

    // two classes in four levels; the fifth only where it is said
    private static MemoryRows WithRareLevel(int[] rare)
    {
        var four = new CategoricalLevels(Enumerable.Range(0, 9).Select(static _ => new[] { "a", "b", "c", "d" }));
        var rows = Questionnaires.Draw(four, Many, seed: 23).Matrix.Values.ToArray();
        foreach (int row in rare)
        {
            rows[row * 9] = 4;
        }

        return new MemoryRows(new RowMatrix(rows, 9));
    }

    // forty rows far from all others, none of them in the first sample
    private static MemoryRows FarGroup()
    {
        var values = Shapes.Clusters(Many, 2, 2, seed: 24).Rows.Values.ToArray();
        foreach (int row in Rows(SearchedRows(), [], 40))
        {
            values[2 * row] = 60 + (values[2 * row] / 8);
            values[(2 * row) + 1] = -60 + (values[(2 * row) + 1] / 8);
        }

        return new MemoryRows(new RowMatrix(values, 2));
    }

    // rows that neither the first sample nor the rows for starts have
    private static int[] Unseen(int count) => Rows(SearchedRows(), RowsForStarts(), count);

    private static int[] Rows(HashSet<int> except, HashSet<int> nor, int count) =>
        [.. Enumerable.Range(0, count).Select(n => Enumerable.Range(n * (Many / count), Many / count).First(i => !except.Contains(i) && !nor.Contains(i)))];

    // what is drawn depends on the number of rows and the seed alone
    private static HashSet<int> SearchedRows() =>
        [.. Drawn(SearchSample.Of(Numbered(), DataSummary.Of(Numbered()), Few, 73, Sampled, default)!.Matrix.Values), .. Drawn(SearchSample.Of(Numbered(), DataSummary.Of(Numbered()), Few, 1, Sampled, default)!.Matrix.Values)];

    private static HashSet<int> RowsForStarts()
    {
        var sample = RowSample.Draw(Numbered(), DataSummary.Of(Numbered()), 1, 0, default);
        return Drawn(sample.Observed(0, sample.Count).ToArray());
    }

    private static HashSet<int> Drawn(ReadOnlyMemory<double> rows) => [.. rows.ToArray().Select(static row => (int)row)];

    private static MemoryRows Numbered() => IKindUnderLaws.Table(Many, 1, static (i, _) => i);

    private static void Core(Mixture mixture, int component, double[] probabilities) =>
        ((Mixture<CategoricalParameters, Sums>)mixture).Model.ProbabilitiesOf(component, 0).CopyTo(probabilities);

    private static void Stop(CancellationTokenSource stop, bool now)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    private sealed class Listener(Action<FitProgress> tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell(value);
    }
}
