using System.Collections.Concurrent;
using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>
/// How unlikely rows are: the probability P(p(X) ≤ p(x)) that the mixture itself gives a row of a density as low as that of x. Small for outliers, whatever the units, the number of features and of components.
/// </summary>
/// <remarks>
/// Of a mixture with noise it is that of the components alone: noise has one density everywhere, and rows that it takes are to be told from each other and from all others.
/// Exact for one Gaussian, where it is the upper tail of χ² with D degrees of freedom at the squared Mahalanobis distance of x. Else estimated by rows drawn from the mixture: (c + 1)/(M + 1), where c of M draws are not
/// denser than x. A row with gaps is compared with draws of what is observed of it; the draws of a pattern of gaps are made once, as long as those of all patterns
/// take no more than 256 MiB: beyond that those that were not asked for longest are forgotten, and made again when they are needed, with the same figures. Any number of threads may ask.
/// </remarks>
public sealed class TailProbabilities
{
    /// <summary>The draws M if nothing is said: the standard error at a tail probability of 0.001 is then 0.0001.</summary>
    public const int DefaultDraws = 100_000;

    // a pattern without draws has its name and little more
    private const int LeastBytes = 1024;

    // what is equal up to rounding is equal: of discrete rows many have the same density
    private const double Rounding = 1e-9;

    private const char Gap = '.';

    private readonly Mixture mixture;
    private readonly MissingCells missing;
    private readonly Seed seed;
    private readonly ConcurrentDictionary<string, KeptTail> tails = new(StringComparer.Ordinal);

    /// <param name="mixture">The mixture.</param>
    /// <param name="draws">The number of draws M ≥ 1.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    public TailProbabilities(Mixture mixture, int draws = DefaultDraws, Seed seed = default, MissingCells missing = MissingCells.Refuse)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        (this.mixture, this.seed, this.missing, Draws) = (mixture.WithoutNoise, seed, missing, draws);
        IsOfComponents = mixture.Noise is not null;
        IsExact = this.mixture.HighestLogDensity is not null;
    }

    /// <summary>The number of draws M.</summary>
    public int Draws { get; }

    /// <summary>Whether they are those of the components alone, because there is noise beside them.</summary>
    public bool IsOfComponents { get; }

    /// <summary>The most memory for the draws of all patterns of gaps, in bytes.</summary>
    internal long MostBytes { get; init; } = 256 << 20;

    /// <summary>The patterns of gaps whose draws are kept.</summary>
    internal int KeptPatterns => tails.Count;

    /// <summary>Whether it is computed rather than estimated by draws.</summary>
    public bool IsExact { get; }

    /// <summary>The standard error of an estimated probability, √(p(1 − p)/M); 0 where it is exact.</summary>
    /// <param name="probability">p, between 0 and 1.</param>
    public double StandardError(double probability) => IsExact ? 0 : Math.Sqrt(probability * (1 - probability) / Draws);

    /// <summary>The tail probability of a row; NaN for one with a value that is missing and not to be integrated out.</summary>
    /// <param name="row">D numbers.</param>
    public double Of(ReadOnlySpan<double> row) => Of(row, mixture.LogDensity(row, missing));

    /// <summary>The tail probabilities of rows.</summary>
    /// <param name="rows">The rows, N×D.</param>
    public double[] Of(RowMatrix rows)
    {
        var densities = mixture.LogDensity(rows, missing);
        var probabilities = new double[rows.Rows];
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Of(rows.Row(i), densities[i]);
        }

        return probabilities;
    }

    /// <summary>The tail probability of a row whose log density is known.</summary>
    /// <param name="row">D numbers, of which only is looked at which are missing.</param>
    /// <param name="logDensity">log p(x) as the mixture gives it, in nats; where there is noise, as <see cref="Mixture.WithoutNoise"/> gives it.</param>
    public double Of(ReadOnlySpan<double> row, double logDensity) => double.IsNaN(logDensity) ? double.NaN : TailOf(row).At(logDensity);

    private Tail TailOf(ReadOnlySpan<double> row)
    {
        string pattern = RowGaps.AnyIn(row) ? PatternOf(row) : string.Empty;
        if (!tails.TryGetValue(pattern, out var tail))
        {
            // of threads that come at the same time one draws, and the others wait for it
            tail = tails.GetOrAdd(pattern, new KeptTail(() => NewTail(pattern)));
            ForgetOldest();
        }

        return tail.Value;
    }

    private void ForgetOldest()
    {
        long most = Math.Max(1, MostBytes / (IsExact ? LeastBytes : Math.Max(LeastBytes, sizeof(double) * (long)Draws)));
        while (tails.Count > most)
        {
            tails.TryRemove(tails.MinBy(static one => one.Value.LastUse));
        }
    }

    private static string PatternOf(ReadOnlySpan<double> row)
    {
        var signs = new char[row.Length];
        for (int j = 0; j < signs.Length; j++)
        {
            signs[j] = double.IsNaN(row[j]) ? Gap : 'x';
        }

        return new string(signs);
    }

    // of a row without gaps the pattern is empty
    private Tail NewTail(string pattern)
    {
        int[] observed = [.. Enumerable.Range(0, pattern.Length).Where(j => pattern[j] != Gap)];
        if (pattern.Length > 0 && observed.Length == 0)
        {
            // nothing is known of it, and nothing is as likely as anything
            return new Tail(0, 0, [double.NegativeInfinity]);
        }

        var part = pattern.Length == 0 ? mixture : mixture.Marginal(observed);
        return part.HighestLogDensity is { } highest ? new Tail(part.Features, highest, []) : new Tail(part.Features, 0, DrawnDensities(part));
    }

    private double[] DrawnDensities(Mixture part)
    {
        var densities = new double[Draws];
        int done = 0;
        foreach (var (rows, _) in part.SampleBlocks(Draws, seed))
        {
            part.LogDensity(rows).CopyTo(densities, done);
            done += rows.Rows;
        }

        Array.Sort(densities);
        return densities;
    }

    /// <summary>A tail that is made when it is asked for first, and when it was asked for last.</summary>
    private sealed class KeptTail(Func<Tail> make)
    {
        private readonly Lazy<Tail> tail = new(make);
        private long lastUse = Environment.TickCount64;

        public long LastUse => Volatile.Read(ref lastUse);

        public Tail Value
        {
            get
            {
                Volatile.Write(ref lastUse, Environment.TickCount64);
                return tail.Value;
            }
        }
    }

    /// <summary>The distribution of the log density under the mixture: of one Gaussian from its highest down, else of draws in rising order.</summary>
    private sealed record Tail(int Features, double Highest, double[] Drawn)
    {
        public double At(double logDensity)
        {
            if (Drawn.Length == 0)
            {
                return double.IsNegativeInfinity(logDensity) ? 0 : SpecialFunctions.GammaUpperRegularized(0.5 * Features, Math.Max(0, Highest - logDensity));
            }

            double most = logDensity + (Rounding * Math.Max(1, Math.Abs(logDensity)));
            int below = 0;
            for (int above = Drawn.Length; below < above;)
            {
                int middle = (below + above) / 2;
                (below, above) = Drawn[middle] <= most ? (middle + 1, above) : (below, middle);
            }

            return (below + 1.0) / (Drawn.Length + 1.0);
        }
    }
}
