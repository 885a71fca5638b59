using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Selection;

/// <summary>How certain a mixture's parameters are: refits to reweighted rows, their components matched to the original ones by the rows that they claim.</summary>
public sealed class ParameterBootstrap
{
    // apart from the streams of starts and folds
    private const ulong Stream = 1UL << 51;

    private readonly List<double[]> replicates;

    private ParameterBootstrap(Mixture model, List<double[]> replicates, int lost)
    {
        Model = model;
        this.replicates = replicates;
        Lost = lost;
    }

    /// <summary>The mixture that the replicates vary about.</summary>
    public Mixture Model { get; }

    /// <summary>The replicates kept.</summary>
    public int Replicates => replicates.Count;

    /// <summary>The replicates whose fit degenerated; they are left out.</summary>
    public int Lost { get; }

    /// <summary>Refits the mixture, each time from its own parameters.</summary>
    /// <param name="model">The fitted mixture.</param>
    /// <param name="rows">The data it was fitted to.</param>
    /// <param name="count">The number of replicates.</param>
    /// <param name="kind">How rows are reweighted.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">The number of threads; null for all processors. It makes no difference to the result.</param>
    /// <param name="labels">The known classes of rows, which refits hold fast as the fit did; needed where components stand for classes (<see cref="Mixture.Classes"/>).</param>
    /// <param name="progress">Told of every replicate that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">No refit was sound, or the model was fitted with known classes and they are not given.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ParameterBootstrap Run(
        Mixture model, IRowSource rows, int count = 999, BootstrapKind kind = BootstrapKind.Ordinary, Seed seed = default, int? threads = null, KnownLabels? labels = null,
        IProgress<BootstrapProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var source = CheckedRows.Of(rows);
        model.RequireColumns(source.Columns);

        var refitted = KindOf(model, labels);
        if (!refitted.CanHave(model.Components))
        {
            throw new InputException("Every row has a known class, and the model has components of another class or of none: refits would have no rows for them. Give the labels of the fit.");
        }

        // a source that breaks its word is not a refit that is not sound
        source.ForEachBlock(1024, static _ => { }, cancellationToken);
        var found = new double[count][];
        void Refit(int replicate) => found[replicate] = Replicate(model, refitted, source, kind, new RandomSource(seed, Stream + (ulong)replicate), cancellationToken);

        Selection.Replicates.Make(model.Components, count, threads ?? Environment.ProcessorCount, Refit, progress, cancellationToken);
        var kept = found.Where(static values => values.Length > 0).ToList();
        return kept.Count > 0
            ? new ParameterBootstrap(model, kept, count - kept.Count)
            : throw new InputException($"None of {Counted.Of(count, "refit")} to resampled rows was sound. The rows are too few or too alike for this model, or not those it was fitted to: use fewer components, a simpler covariance structure where there is one, or the rows of the fit.");
    }

    /// <summary>The standard error of a parameter; NaN from a single replicate.</summary>
    /// <param name="parameter">Its name, as <see cref="Mixture.ParameterArrays"/> has it, such as <c>means</c>.</param>
    /// <param name="indices">Its place: as many numbers as the array has lengths, such as component and feature.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public double StandardError(string parameter, params ReadOnlySpan<int> indices)
    {
        int at = PlaceOf(parameter, indices);
        double mean = replicates.Average(values => values[at]);
        return Math.Sqrt(replicates.Sum(values => Math.Pow(values[at] - mean, 2)) / (replicates.Count - 1));
    }

    /// <summary>A percentile of a parameter over the replicates, linear between the order statistics (R's type 7).</summary>
    /// <param name="share">0 … 1.</param>
    /// <param name="parameter">Its name.</param>
    /// <param name="indices">Its place.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public double Percentile(double share, string parameter, params ReadOnlySpan<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        int at = PlaceOf(parameter, indices);
        double[] sorted = [.. replicates.Select(values => values[at]).Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private int PlaceOf(string parameter, ReadOnlySpan<int> indices)
    {
        int first = 0;
        foreach (var array in Model.ParameterArrays)
        {
            if (string.Equals(array.Name, parameter, StringComparison.Ordinal))
            {
                return first + array.IndexOf(indices);
            }

            first += array.Values.Count;
        }

        throw new ArgumentException($"There is no parameter '{parameter}'. Name one of {string.Join(", ", Model.ParameterArrays.Select(static array => array.Name))}.", nameof(parameter));
    }

    private static ComponentKind KindOf(Mixture model, KnownLabels? labels) =>
        labels is not null && model.Classes is { } classes ? model.KindOfComponents.WithLabels(labels, classes.CountsFor(labels))
        : model.Classes is null ? labels is null ? model.KindOfComponents : throw new InputException("Known classes are given, and the components stand for none. Leave the classes out, or give a model that was fitted with them.")
        : throw new InputException("The model was fitted with known classes, and they are not given. Give them, so that the refits hold them fast as the fit did.");

    private static double[] Replicate(Mixture model, ComponentKind refitted, IRowSource rows, BootstrapKind kind, RandomSource random, CancellationToken cancellationToken)
    {
        var weights = kind == BootstrapKind.Ordinary ? Counts(rows.Rows, random) : Exponentials(rows.Rows, random);
        var options = new MixtureOptions { Start = model, Missing = MissingCells.IntegrateOut, Em = new EmOptions { Threads = 1, Tolerance = 1e-8 } };
        try
        {
            var fit = refitted.Fit(new MaskedRows(rows, row => weights[row]), model.Components, options, null, cancellationToken);
            return fit.Degeneracy is null ? Flat(fit.Model, ComponentMatch.Of(model, fit.Model, rows, cancellationToken)) : [];
        }
        catch (InputException)
        {
            return [];
        }
    }

    // what there is one of for a component in the order of the components they match
    private static double[] Flat(Mixture model, int[] order) => [.. model.ParameterArrays.SelectMany(array => Flat(array, order))];

    private static IEnumerable<double> Flat(ParameterArray array, int[] order)
    {
        if (array.Shape.Count == 0 || array.Shape[0] != order.Length)
        {
            return array.Values;
        }

        int length = array.Values.Count / order.Length;
        return order.SelectMany(k => array.Values.Skip(k * length).Take(length));
    }

    private static double[] Counts(long rows, RandomSource random)
    {
        var counts = new double[rows];
        for (long i = 0; i < rows; i++)
        {
            counts[random.NextIndex(rows)]++;
        }

        return counts;
    }

    private static double[] Exponentials(long rows, RandomSource random)
    {
        var weights = new double[rows];
        double sum = 0;
        for (long i = 0; i < rows; i++)
        {
            sum += weights[i] = -Math.Log(1 - random.NextUniform());
        }

        return Array.ConvertAll(weights, weight => weight * rows / sum);
    }
}
