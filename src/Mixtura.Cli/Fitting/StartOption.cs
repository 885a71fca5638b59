using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>Where a fit starts: a way to find parameters, or parameters.</summary>
internal sealed record StartOption(Initialization Initialization, Mixture? Model)
{
    /// <summary>A start that needs the rows; null for another.</summary>
    public RowStart? Rows { get; init; }

    private const string FilePrefix = "file:";

    /// <param name="text">The value of <c>--init</c>.</param>
    /// <param name="structure">The structure asked for, or null for that of the file.</param>
    public static StartOption Read(string text, CovarianceStructure? structure)
    {
        if (text.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return new StartOption(Initialization.Mixed, Restructured(text[FilePrefix.Length..], structure));
        }

        if (RowStart.Read(text) is { } rows)
        {
            return new StartOption(Initialization.Mixed, null) { Rows = rows };
        }

        var way = Initialization.Find(text)
            ?? throw new InputException($"--init is '{text}'. Known are {string.Join(", ", Initialization.All)}, labels:NAME, means:FILE.csv and file:MODEL.json.");
        return new StartOption(way, null);
    }

    // a spherical file may start a full fit; a full file starts a spherical one only if its covariances are spherical
    private static Mixture Restructured(string path, CovarianceStructure? structure)
    {
        var stored = ModelArgument.Load(path);
        return stored.Model is NoisyMixture { WithoutNoise: GaussianMixture components, Noise: var noise }
            ? NoisyMixture.Of(Restructured(components, structure, path), noise.Weight, noise.Lower, noise.Upper, noise.Volume)
            : stored.Model is GaussianMixture or VariationalGaussianMixture ? Restructured(stored.Gaussian, structure, path) : stored.Model;
    }

    private static GaussianMixture Restructured(GaussianMixture model, CovarianceStructure? structure, string path)
    {
        if (structure is null || structure == model.Covariance)
        {
            return model;
        }

        try
        {
            return GaussianMixture.Create(
                model.Weights.Span, model.Means, [.. Enumerable.Range(0, model.Components).Select(model.CovarianceOf)], structure, model.FeatureNames);
        }
        catch (InputException failure)
        {
            throw failure.At($"{path}: cannot start a fit with {structure} covariances");
        }
    }
}
