using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>The priors of a variational mixture and how it is fitted. Defaults follow the data's mean and covariance, so units do not matter.</summary>
public sealed record VariationalOptions
{
    /// <summary>The covariance structures that have a conjugate prior here.</summary>
    internal static IReadOnlyList<CovarianceStructure> Structures { get; } = [CovarianceStructure.Full, CovarianceStructure.Tied, CovarianceStructure.Diagonal, CovarianceStructure.Spherical];

    /// <summary>What the covariances look like: full, tied, diagonal or spherical.</summary>
    /// <value><see cref="CovarianceStructure.Full"/> by default.</value>
    public CovarianceStructure Covariance { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CovarianceStructure.Full;

    /// <summary>Where it starts: from the responsibilities of the rows under this mixture, whose covariances have the structure asked for; one start then.</summary>
    /// <value>null by default: starts are looked for.</value>
    public GaussianMixture? Start { get; init; }

    /// <summary>The prior on the weights.</summary>
    /// <value><see cref="WeightPrior.Dirichlet"/> by default.</value>
    public WeightPrior WeightPrior { get; init; } = WeightPrior.Dirichlet;

    /// <summary>α₀: of the Dirichlet distribution for each component, or the concentration of the process.</summary>
    /// <value>1 by default; above 0.</value>
    public double WeightConcentration { get; init => field = Positive(value, nameof(WeightConcentration)); } = 1;

    /// <summary>α₀ of each component, where they differ; for a Dirichlet only.</summary>
    /// <value>null by default: <see cref="WeightConcentration"/> for all.</value>
    public IReadOnlyList<double>? WeightConcentrations { get; init => field = value is null ? null : ValueList<double>.Of(value); }

    /// <summary>A gamma prior (shape, rate) on the concentration of a Dirichlet process, which is then learnt with the rest.</summary>
    /// <value>null by default: the concentration is fixed at <see cref="WeightConcentration"/>.</value>
    public (double Shape, double Rate)? ConcentrationPrior
    {
        get;
        init => field = value is null or { Shape: > 0, Rate: > 0 }
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Shape and rate of the concentration's prior are above 0.");
    }

    /// <summary>β₀: the prior's weight on the means, in rows.</summary>
    /// <value>1 by default; above 0.</value>
    public double MeanPrecision { get; init => field = Positive(value, nameof(MeanPrecision)); } = 1;

    /// <summary>m₀, D numbers.</summary>
    /// <value>null by default: the data's mean.</value>
    public IReadOnlyList<double>? Mean { get; init => field = value is null ? null : ValueList<double>.Of(value); }

    /// <summary>ν₀; above D − 1 where covariances have correlations, above 0 elsewhere.</summary>
    /// <value>null by default: D.</value>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>W₀⁻¹, D×D; of diagonal covariances its diagonal is used, of spherical ones its trace.</summary>
    /// <value>null by default: D times the data's covariance (divisor N).</value>
    public RowMatrix? InverseScale { get; init; }

    /// <summary>The number of starts; the highest bound wins.</summary>
    /// <value>10 by default; at least 1.</value>
    public int Restarts
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of restarts is at least 1.");
    } = 10;

    /// <summary>How starts are found.</summary>
    /// <value><see cref="Initialization.Mixed"/> by default.</value>
    public Initialization Initialization { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Initialization.Mixed;

    /// <summary>The seed of every random choice.</summary>
    /// <value>0 by default.</value>
    public Seed Seed { get; init; }

    /// <summary>When to stop, and the number of threads.</summary>
    /// <value>At most 2000 iterations and a tolerance of 1e-10 nats per row by default.</value>
    public EmOptions Em { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is finite and above 0.");
}
