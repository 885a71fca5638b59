using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>A search over any kind of component, from its E-step, its M-step and its sums alone: a start is rows shared out, a merge the sums of two together, a split two shares of one's rows.</summary>
internal sealed class FamilySpace<TModel, TStatistics>(
    IComponentFamily<TModel, TStatistics> family, IRowSource rows, StartContext start, MixtureOptions options, CancellationToken cancellationToken)
    : SearchSpace<TModel, TStatistics>(start)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // so much of every row is shared out evenly: no component starts without a part in every value
    private const double Evenly = 0.05;

    // rows that merges are judged by
    private const int MostRows = 1000;
    private const double LeastResponsibility = 0.02;

    // features with levels have many optima of nearly the same height
    private const int MostStartsOfLevels = 60;
    private const int AgreeingStartsOfLevels = 6;

    // on so few values a pass costs next to nothing: of 1785 rows × 12 features, drawn from three classes, nine seeds of ten then found the best optimum of four, instead of two
    private const double MostPatience = 8;
    private const double FewValues = 50_000;

    private double passesAroundFarRows;

    /// <summary>The family for other rows, where it depends on them; null where it does not.</summary>
    public Func<IRowSource, IComponentFamily<TModel, TStatistics>>? FamilyFor { get; init; }

    /// <inheritdoc/>
    public override double PassesSettingApart => passesAroundFarRows;

    /// <summary>The rows of the data for each that the search goes over: above 1 where equal ones are counted once.</summary>
    public double RowsEach { get; init; } = 1;

    /// <inheritdoc/>
    public override int RowsNeeded => 1;

    /// <inheritdoc/>
    public override bool RulesOutRows => true;

    /// <inheritdoc/>
    public override bool HasZeros => Shape is var shape && Enumerable.Range(0, Features).Any(j => family.IsDiscrete(shape, j));

    /// <inheritdoc/>
    public override int MostStarts => Start.Sample.IsEncoded ? MostStartsOfLevels : base.MostStarts;

    /// <inheritdoc/>
    public override int AgreeingStarts => Start.Sample.IsEncoded && Start.Components > 2 ? AgreeingStartsOfLevels : base.AgreeingStarts;

    /// <inheritdoc/>
    public override double MostPasses => base.MostPasses * RowsEach * (Start.Sample.IsEncoded ? Math.Clamp(MostPatience * FewValues / rows.Rows / rows.Columns, 1, MostPatience) : 1);

    /// <inheritdoc/>
    public override TModel Shape => family.Pooled(Start.Summary, Start.Components);

    /// <inheritdoc/>
    public override IMixtureFamily<TModel, TStatistics> NewFamily() => family.ForWorker();

    /// <inheritdoc/>
    public override ReadOnlySpan<double> WeightsOf(TModel model) => family.WeightsOf(model);

    /// <inheritdoc/>
    public override TModel From(Initialization way, ulong restart)
    {
        var partition = way.Find(Start, restart);
        int[] owners = partition.Assignments.Length > 0 ? partition.Assignments : Nearest(partition);
        return new SharedRows<TModel, TStatistics>(family.ForWorker(), Shape).Fit(partition.Sample, owners, Evenly);
    }

    /// <inheritdoc/>
    public override TModel? OwnFormOf(Mixture fit) => fit.Core is MixtureCore<TModel, TStatistics> core ? family.Compose(Parts(core.Model)) : null;

    /// <inheritdoc/>
    public override TModel Joined(TModel model, int split, TModel halves)
    {
        var weights = family.WeightsOf(model);
        var half = family.WeightsOf(halves);
        var parts = Parts(model);
        parts[split] = new ComponentOf<TModel>(halves, 0, weights[split] * half[0]);
        parts.Add(new ComponentOf<TModel>(halves, 1, weights[split] * half[1]));
        return family.Compose(parts);
    }

    /// <inheritdoc/>
    public override TModel Doubled(TModel model, int component)
    {
        var sample = Thinned;
        int axis = Widest(sample, Enumerable.Range(0, sample.Count));
        var halves = Shares(model, component, sample, [.. Enumerable.Range(0, sample.Count).Select(i => sample.Standardized(i)[axis] > 0 ? 1 : 0)], evenly: 0.9);
        return halves;
    }

    /// <inheritdoc/>
    public override double MergeCost(TModel model, SampleView<TModel, TStatistics> view, int first, int second)
    {
        var merged = Merged(model, view, first, second, out var held);
        var one = new SampleView<TModel, TStatistics>(view.Sample, 1, family.ForWorker(), Work);
        one.Look(merged);
        double lost = 0;
        double total = 0;
        foreach (int i in Enumerable.Range(0, view.Sample.Count))
        {
            total += view.Weight(i);
        }

        foreach (int i in held)
        {
            lost += view.Weight(i) * (Part(model, view, first, i) + Part(model, view, second, i)
                - ((view.Responsibility(first, i) + view.Responsibility(second, i)) * one.LogDensities[i]));
        }

        return lost / total;
    }

    /// <inheritdoc/>
    public override IEnumerable<TModel?> Halves(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> rowsOf, RandomSource random)
    {
        yield return AcrossWidest(model, view, component, rowsOf);
        yield return AboutTwo(model, view, component, rowsOf, random);
        yield return AboutTwo(model, view, component, rowsOf, random);
    }

    /// <inheritdoc/>
    public override TModel Proposal(TModel model, SampleView<TModel, TStatistics> view, MoveKey key, TModel halves, double mass)
    {
        var weights = family.WeightsOf(model);
        var half = family.WeightsOf(halves);
        double split = weights[key.Split] / mass;
        return family.Compose(
        [
            new ComponentOf<TModel>(Merged(model, view, key.First, key.Second, out _), 0, (weights[key.First] + weights[key.Second]) / mass),
            new ComponentOf<TModel>(halves, 0, split * half[0]), new ComponentOf<TModel>(halves, 1, split * half[1]),
        ]);
    }

    /// <inheritdoc/>
    public override TModel Apply(TModel model, Move<TModel> move)
    {
        var parts = Parts(model);
        int[] places = [move.Key.First, move.Key.Second, move.Key.Split];
        double mass = places.Sum(k => parts[k].Weight);
        for (int i = 0; i < places.Length; i++)
        {
            parts[places[i]] = new ComponentOf<TModel>(move.Three, i, mass * family.WeightsOf(move.Three)[i]);
        }

        return family.Compose(parts);
    }

    /// <inheritdoc/>
    public override TModel? AroundFarRows()
    {
        if (family is not ITakesFarRows<TModel> takes || FarRows.Of(Start.Sample, rows, cancellationToken) is not { Count: > 0 } far)
        {
            return null;
        }

        var apart = far.Select(static row => row.Row).ToHashSet();
        var others = new MaskedRows(rows, row => apart.Contains(row) ? 0 : 1);
        try
        {
            var own = FamilyFor?.Invoke(others) ?? family;
            var fit = new MixtureFitter<TModel, TStatistics>(own, others, Start.Components, options, null, cancellationToken) { IsAid = true }.Fit();
            passesAroundFarRows = fit.DataPasses;
            if (fit.Degeneracy is not null)
            {
                return null;
            }

            family = own;
            return takes.TakeIn(((MixtureCore<TModel, TStatistics>)fit.Model.Core).Model, [.. far.Select(static row => row.Values)]);
        }
        catch (InputException)
        {
            return null;        // the other rows cannot be fitted: then nothing is gained by leaving these out
        }
    }

    /// <inheritdoc/>
    public override MixtureFit FitFewer() =>
        new MixtureFitter<TModel, TStatistics>(family, rows, Start.Components - 1, options, null, cancellationToken) { IsAid = true }.Fit();

    private List<ComponentOf<TModel>> Parts(TModel model)
    {
        var parts = new List<ComponentOf<TModel>>();
        var weights = family.WeightsOf(model);
        for (int k = 0; k < weights.Length; k++)
        {
            parts.Add(new ComponentOf<TModel>(model, k, weights[k]));
        }

        return parts;
    }

    // r log f of a row under a component
    private double Part(TModel model, SampleView<TModel, TStatistics> view, int component, int row)
    {
        double share = view.Responsibility(component, row);
        return share > 0 ? share * (view.Joint(component)[row] - Math.Log(family.WeightsOf(model)[component])) : 0;
    }

    private TModel Merged(TModel model, SampleView<TModel, TStatistics> view, int first, int second, out List<int> held)
    {
        held = view.RowsOf([first, second], LeastResponsibility, MostRows);
        var sums = new SharedRows<TModel, TStatistics>(family.ForWorker(), family.Compose([new ComponentOf<TModel>(model, first, 1)]));
        return sums.Fit(
            view.Values(held), Features, [.. held.Select(i => view.Weight(i) * (view.Responsibility(first, i) + view.Responsibility(second, i)))], new int[held.Count], 0);
    }

    // on either side of the middle of the feature in which the rows spread most
    private TModel AcrossWidest(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> held)
    {
        int axis = Widest(view.Sample, held);
        double middle = held.Sum(i => view.Responsibility(component, i) * view.Sample.Standardized(i)[axis]) / held.Sum(i => view.Responsibility(component, i));
        return Shares(model, view, component, held, [.. held.Select(i => view.Sample.Standardized(i)[axis] > middle ? 1 : 0)]);
    }

    private TModel? AboutTwo(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> held, RandomSource random)
    {
        int first = held[(int)random.NextIndex(held.Count)];
        int second = held[(int)random.NextIndex(held.Count)];
        return first == second ? null : Shares(model, view, component, held, [.. held.Select(i => IsNearer(view.Sample, i, second, first) ? 1 : 0)]);
    }

    private static bool IsNearer(RowSample sample, int row, int one, int other) =>
        Clustering.SquaredDistance(sample.Standardized(row), sample.Standardized(one)) < Clustering.SquaredDistance(sample.Standardized(row), sample.Standardized(other));

    private TModel Shares(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> held, int[] owners) =>
        Two(model, component).Fit(view.Values(held), Features, [.. held.Select(i => view.Weight(i) * view.Responsibility(component, i))], owners, Evenly);

    private TModel Shares(TModel model, int component, RowSample sample, int[] owners, double evenly)
    {
        var view = new SampleView<TModel, TStatistics>(sample, family.WeightsOf(model).Length, family.ForWorker(), Work);
        view.Look(model);
        return Two(model, component).Fit(
            sample.Observed(0, sample.Count).ToArray(), Features, [.. Enumerable.Range(0, sample.Count).Select(i => sample.Weights[i] * view.Responsibility(component, i))], owners, evenly);
    }

    private SharedRows<TModel, TStatistics> Two(TModel model, int component) => new(
        family.ForWorker(), family.Compose([new ComponentOf<TModel>(model, component, 0.5), new ComponentOf<TModel>(model, component, 0.5)]));

    private int Widest(RowSample sample, IEnumerable<int> held)
    {
        int[] all = [.. held];
        double Spread(int feature)
        {
            double mean = all.Average(i => sample.Standardized(i)[feature]);
            return all.Sum(i => (sample.Standardized(i)[feature] - mean) * (sample.Standardized(i)[feature] - mean));
        }

        return Enumerable.Range(0, Start.Features).MaxBy(Spread);
    }

    // each row to the nearest centre, in units of the features' deviations
    private int[] Nearest(FirstPartition partition)
    {
        int d = Start.Features;
        double[] scale = partition.Sample.Scales;
        var owners = new int[partition.Sample.Count];
        for (int i = 0; i < owners.Length; i++)
        {
            double Distance(int component)
            {
                double sum = 0;
                for (int j = 0; j < d; j++)
                {
                    double difference = (partition.Sample.Row(i)[j] - partition.Means[(component * d) + j]) * scale[j];
                    sum += difference * difference;
                }

                return sum;
            }

            owners[i] = Enumerable.Range(0, Start.Components).MinBy(Distance);
        }

        return owners;
    }
}
