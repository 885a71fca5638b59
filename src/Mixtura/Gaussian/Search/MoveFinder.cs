using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>Finds the moves that promise most: splits and merges ranked by what they gain and cost, the best of them screened by a few local EM steps.</summary>
internal sealed class MoveFinder(SearchContext context, GaussianFamily family, int threads)
{
    private const int MostScreened = 8;
    private const int MostPerPair = 3;
    private const int MostPerSplit = 3;
    private const int PairsPerComponent = 3;
    private const int ScreenSteps = 5;
    private readonly SampleView view = new(context.Thinned, context.Start.Components, family, context.Work);

    // numbers in the sample from which on a second thread is worth waking
    private const long WorthSharing = 4000;
    private const double LeastResponsibility = 0.02;
    private const int MostRows = 2000;

    // nats per row of the three components: what a move may seem to lose before any EM step, and after those of the screening
    private const double HopelessAtSight = -1;
    private const double Hopeless = -0.15;

    /// <summary>The moves from this mixture, the most promising first.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="tabu">Moves not to propose.</param>
    /// <param name="random">For the splits.</param>
    public List<Move> Find(GaussianParameters model, HashSet<MoveKey> tabu, RandomSource random)
    {
        view.Look(model);
        var splits = new LocalOutcome?[model.Components];
        ulong seed = random.NextBits();
        ForEach(splits.Length, k => splits[k] = new SplitFinder(context, new RandomSource(seed, (ulong)k)).Find(model, view, k));

        var keys = Ranked(model, splits, tabu).ToList();
        var screened = new Move?[keys.Count];
        ForEach(keys.Count, i => screened[i] = Screen(model, keys[i], splits[keys[i].Split]!.Model));
        return [.. screened.OfType<Move>().Where(move => move.Gain > Hopeless * MassOf(model, move.Key)).OrderByDescending(static move => move.Gain)];
    }

    // every piece of work is by itself: on how many threads makes no difference
    private void ForEach(int count, Action<int> piece)
    {
        if (threads > 1 && (long)context.Thinned.Count * context.Features > WorthSharing)
        {
            ParallelPieces.ForEach(count, threads, piece);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            piece(i);
        }
    }

    private IEnumerable<MoveKey> Ranked(GaussianParameters model, LocalOutcome?[] splits, HashSet<MoveKey> tabu)
    {
        var perPair = new Dictionary<(int, int), int>();
        var perSplit = new int[model.Components];
        var candidates =
            from merge in CheapestMerges(model)
            from split in Enumerable.Range(0, model.Components)
            where split != merge.First && split != merge.Second && splits[split] is not null
            let key = new MoveKey(split, merge.First, merge.Second)
            where !tabu.Contains(key)
            let gain = (splits[split]!.Objective / context.TotalWeight) - merge.Cost
            where gain > HopelessAtSight * MassOf(model, key)
            orderby gain descending
            select key;
        int taken = 0;
        foreach (var key in candidates)
        {
            int ofPair = perPair.GetValueOrDefault((key.First, key.Second));
            if (ofPair < MostPerPair && perSplit[key.Split] < MostPerSplit)
            {
                perPair[(key.First, key.Second)] = ofPair + 1;
                perSplit[key.Split]++;
                yield return key;
                if (++taken == MostScreened)
                {
                    yield break;
                }
            }
        }
    }

    private static double MassOf(GaussianParameters model, MoveKey key) =>
        model.Weights[key.First] + model.Weights[key.Second] + model.Weights[key.Split];

    private static List<(int First, int Second, double Cost)> CheapestMerges(GaussianParameters model)
    {
        var all = new List<(int First, int Second, double Cost)>();
        for (int i = 0; i < model.Components; i++)
        {
            for (int j = i + 1; j < model.Components; j++)
            {
                all.Add((i, j, MergeCost.Of(model, i, j)));
            }
        }

        return [.. all.OrderBy(static merge => merge.Cost).Take(PairsPerComponent * model.Components)];
    }

    private Move? Screen(GaussianParameters model, MoveKey key, GaussianParameters halves)
    {
        int[] few = [key.First, key.Second, key.Split];
        double mass = MassOf(model, key);
        var rows = view.RowsOf(few, LeastResponsibility, MostRows);
        if (rows.Count == 0)
        {
            return null;
        }

        var local = Gather(few, rows, mass, out double before, out double scale);
        var fit = new LocalFit(context.FamilyOfFew(model, mass), context.Features, context.Work);
        var outcome = fit.Run(Proposal(model, key, halves, mass), local, ScreenSteps);
        return outcome is null
            ? null
            : new Move(key, outcome.Model, (outcome.Objective + (scale * Math.Log(mass)) - before) / context.TotalWeight);
    }

    // rows of which the few hold a part; what the others make of them; all less log(mass), as the few's weights sum to 1
    private LocalRows Gather(
        int[] few, List<int> rows, double mass, out double before, out double totalWeight)
    {
        var background = new double[rows.Count];
        var weights = new double[rows.Count];
        double held = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            double share = Math.Min(1, view.Responsibility(few[0], rows[i]) + view.Responsibility(few[1], rows[i]) + view.Responsibility(few[2], rows[i]));
            weights[i] = view.Weight(rows[i]);
            held += weights[i] * share;
            background[i] = share < 1 ? view.LogDensities[rows[i]] + Math.Log(1 - share) - Math.Log(mass) : double.NegativeInfinity;
        }

        before = 0;
        totalWeight = 0;
        double scale = mass * context.TotalWeight / held;
        for (int i = 0; i < rows.Count; i++)
        {
            weights[i] *= scale;
            before += weights[i] * view.LogDensities[rows[i]];
            totalWeight += weights[i];
        }

        return new LocalRows(view.Values(rows), weights, background);
    }

    private static GaussianParameters Proposal(GaussianParameters model, MoveKey key, GaussianParameters halves, double mass)
    {
        int d = model.Features;
        var (weight, mean, covariance) = MergeCost.Merge(model, key.First, key.Second);
        double split = model.Weights[key.Split];
        int length = covariance.Length;
        var covariances = new double[3 * length];
        covariance.CopyTo(covariances, 0);
        halves.Structure.WriteForm(halves, 0, covariances.AsSpan(length));
        halves.Structure.WriteForm(halves, 1, covariances.AsSpan(2 * length));
        return GaussianParameters.FromForms(
            model.Structure, d,
            [weight / mass, halves.Weights[0] * split / mass, halves.Weights[1] * split / mass],
            [.. mean, .. halves.Mean(0), .. halves.Mean(1)],
            covariances);
    }
}
