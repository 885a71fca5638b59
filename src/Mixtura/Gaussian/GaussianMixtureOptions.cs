using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>How a Gaussian mixture is fitted. Every default is the project's best.</summary>
public sealed record GaussianMixtureOptions : MixtureOptions
{
    /// <summary>The defaults.</summary>
    public GaussianMixtureOptions()
    {
    }

    // the general ones, with the defaults of the others
    internal GaussianMixtureOptions(MixtureOptions general)
        : base(general)
    {
    }

    /// <summary>What the covariances look like.</summary>
    /// <value><see cref="CovarianceStructure.Full"/> by default.</value>
    public CovarianceStructure Covariance { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CovarianceStructure.Full;

    /// <summary>Added to every variance in the M-step, as scikit-learn's <c>reg_covar</c>. In the data's units squared.</summary>
    /// <value>0 by default: pure maximum likelihood.</value>
    public double Regularization
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The regularization is finite and at least 0.");
    }

    /// <summary>A prior on means and covariances; the fit then is the posterior mode.</summary>
    /// <value>null by default: maximum likelihood.</value>
    public CovariancePrior? Prior { get; init; }
}
