using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Which feature makes a row unusual: the one that is farthest from what the others of the row let expect. Any number of threads may ask.</summary>
public sealed class UnusualFeatures
{
    private static readonly double[] One = [1.0];

    // in standard deviations
    private const double Unusual = 3;

    private readonly Mixture mixture;
    private readonly IdlePool<Workplace> idle;

    /// <param name="mixture">The mixture.</param>
    /// <exception cref="InputException">Mixtures of its kind cannot integrate missing values out, so that nothing is expected of one feature given the others.</exception>
    public UnusualFeatures(Mixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        this.mixture = mixture;
        idle = new IdlePool<Workplace>(() => new Workplace(mixture));
        idle.Return(idle.Rent());
    }

    /// <summary>Finds it; null where nothing of the row is observed.</summary>
    /// <param name="row">D numbers, NaN where one is missing.</param>
    /// <exception cref="InputException">The row has not as many numbers as the mixture has features.</exception>
    public UnusualFeature? In(ReadOnlySpan<double> row)
    {
        mixture.RequireColumns(row.Length);
        var place = idle.Rent();
        row.CopyTo(place.Row);
        UnusualFeature? worst = null;
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(row[j]))
            {
                continue;
            }

            place.Row[j] = double.NaN;
            var found = mixture.LevelsOf(j).Count == 0 ? OffOf(row[j], place, j) : new UnusualFeature(j, double.NaN, OffOfLevel(row, place.Row));
            worst = worst is { } known && !IsFarther(found.Deviations, known.Deviations) ? known : found;
            place.Row[j] = row[j];
        }

        idle.Return(place);
        return worst is { Deviations: >= Unusual } || worst is null ? worst : FarTogether(row) ?? worst;
    }

    // where several features are far off each lets expect the others: then the one that is farthest from the row's component
    private UnusualFeature? FarTogether(ReadOnlySpan<double> row)
    {
        var responsibilities = new double[mixture.Components];
        mixture.Responsibilities(row, responsibilities, MissingCells.IntegrateOut);
        int component = Array.IndexOf(responsibilities, responsibilities.Max());
        var (means, deviations) = mixture.MomentsOf(component);
        UnusualFeature? farthest = null;
        for (int j = 0; j < row.Length; j++)
        {
            double off = mixture.LevelsOf(j).Count > 0 || deviations[j] == 0 ? double.NaN : Math.Abs(row[j] - means[j]) / deviations[j];
            farthest = off >= Math.Max(Unusual, farthest?.Deviations ?? 0) ? new UnusualFeature(j, means[j], off) : farthest;
        }

        return farthest;
    }

    // what is not a number is farther than nothing
    private static bool IsFarther(double deviations, double than) => deviations > than || (double.IsNaN(than) && !double.IsNaN(deviations));

    private static UnusualFeature OffOf(double value, Workplace place, int feature)
    {
        place.Imputer.Impute(new RowBlock(place.Row, One, place.Row.Length, 0), place.Values, place.Errors);
        double off = Math.Abs(value - place.Values[feature]);

        // what is certain and comes true is not off at all
        return new UnusualFeature(feature, place.Values[feature], off == 0 ? 0 : off / place.Errors[feature]);
    }

    private double OffOfLevel(ReadOnlySpan<double> row, double[] without) => Math.Sqrt(
        Math.Max(0, 2 * (mixture.LogDensity(without, MissingCells.IntegrateOut) - mixture.LogDensity(row, MissingCells.IntegrateOut))));

    // what a thread looks at a row with
    private sealed class Workplace(Mixture mixture)
    {
        public Imputer Imputer { get; } = new(mixture);

        public double[] Row { get; } = new double[mixture.Features];

        public double[] Values { get; } = new double[mixture.Features];

        public double[] Errors { get; } = new double[mixture.Features];
    }
}
