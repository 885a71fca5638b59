using Mixtura.Mixtures;

namespace Mixtura.Selection;

/// <summary>How candidates are fitted and compared.</summary>
public sealed record SelectionOptions
{
    /// <summary>How each is fitted; its structure and start are the search's to choose. Prior and regularization of <see cref="Gaussian.GaussianMixtureOptions"/> count where Gaussians are searched.</summary>
    /// <value>Default options.</value>
    public MixtureOptions Fit { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The number of folds of <see cref="Criterion.CrossValidation"/>.</summary>
    /// <value>10 by default; at least 2.</value>
    public int Folds
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of folds is at least 2.");
    } = 10;
}
