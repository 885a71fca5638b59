using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>Finds the moves that promise most: splits and merges ranked by what they gain and cost, the best of them screened by a few local EM steps.</summary>
internal sealed class MoveFinder<TModel, TStatistics>(SearchSpace<TModel, TStatistics> space, IMixtureFamily<TModel, TStatistics> family, int threads)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private const int MostScreened = 8;
    private const int MostPerPair = 3;
    private const int MostPerSplit = 3;
    private const int PairsPerComponent = 3;
    private const int ScreenSteps = 5;
    private readonly SampleView<TModel, TStatistics> view = new(space.Thinned, space.Start.Components, family, space.Work);

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
    public List<Move<TModel>> Find(TModel model, HashSet<MoveKey> tabu, RandomSource random)
    {
        view.Look(model);
        var splits = new LocalOutcome<TModel>?[family.ComponentCount(model)];
        ulong seed = random.NextBits();
        ForEach(splits.Length, k => splits[k] = new SplitFinder<TModel, TStatistics>(space, new RandomSource(seed, (ulong)k)).Find(model, view, k));

        var keys = Ranked(model, splits, tabu).ToList();
        var screened = new Move<TModel>?[keys.Count];
        ForEach(keys.Count, i => screened[i] = Screen(model, keys[i], splits[keys[i].Split]!.Model));
        return [.. screened.OfType<Move<TModel>>().Where(move => move.Gain > Hopeless * MassOf(model, move.Key)).OrderByDescending(static move => move.Gain)];
    }

    // every piece of work is by itself: on how many threads makes no difference
    private void ForEach(int count, Action<int> piece)
    {
        if (threads > 1 && (long)space.Thinned.Count * space.Features > WorthSharing)
        {
            ParallelPieces.ForEach(count, threads, piece);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            piece(i);
        }
    }

    private IEnumerable<MoveKey> Ranked(TModel model, LocalOutcome<TModel>?[] splits, HashSet<MoveKey> tabu)
    {
        var perPair = new Dictionary<(int, int), int>();
        var perSplit = new int[family.ComponentCount(model)];
        var candidates =
            from merge in CheapestMerges(model)
            from split in Enumerable.Range(0, family.ComponentCount(model))
            where split != merge.First && split != merge.Second && splits[split] is not null
            let key = new MoveKey(split, merge.First, merge.Second)
            where !tabu.Contains(key)
            let gain = (splits[split]!.Objective / space.TotalWeight) - merge.Cost
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

    private double MassOf(TModel model, MoveKey key) =>
        space.WeightsOf(model)[key.First] + space.WeightsOf(model)[key.Second] + space.WeightsOf(model)[key.Split];

    private List<(int First, int Second, double Cost)> CheapestMerges(TModel model)
    {
        var all = new List<(int First, int Second, double Cost)>();
        for (int i = 0; i < family.ComponentCount(model); i++)
        {
            for (int j = i + 1; j < family.ComponentCount(model); j++)
            {
                all.Add((i, j, space.MergeCost(model, view, i, j)));
            }
        }

        return [.. all.OrderBy(static merge => merge.Cost).Take(PairsPerComponent * family.ComponentCount(model))];
    }

    private Move<TModel>? Screen(TModel model, MoveKey key, TModel halves)
    {
        int[] few = [key.First, key.Second, key.Split];
        double mass = MassOf(model, key);
        var rows = view.RowsOf(few, LeastResponsibility, MostRows);
        if (rows.Count == 0)
        {
            return null;
        }

        var local = Gather(few, rows, mass, out double before, out double scale);
        var fit = new LocalFit<TModel, TStatistics>(space.FamilyOfFew(model, mass), space.Features, space.Work);
        var outcome = fit.Run(space.Proposal(model, view, key, halves, mass), local, ScreenSteps);
        return outcome is null
            ? null
            : new Move<TModel>(key, outcome.Model, (outcome.Objective + (scale * Math.Log(mass)) - before) / space.TotalWeight);
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
        double scale = mass * space.TotalWeight / held;
        for (int i = 0; i < rows.Count; i++)
        {
            weights[i] *= scale;
            before += weights[i] * view.LogDensities[rows[i]];
            totalWeight += weights[i];
        }

        return new LocalRows(view.Values(rows), weights, background);
    }
}
