namespace Mixtura.Cli.Output;

/// <summary>What is computed of every row.</summary>
internal enum Posterior
{
    /// <summary>log p(x).</summary>
    LogDensities,

    /// <summary>p(k | x) of every component k.</summary>
    Responsibilities,

    /// <summary>log p(x), and how probable the model makes a row of a density as low.</summary>
    Tails,

    /// <summary>The same, and of rows below a limit the feature that makes them unusual.</summary>
    Outliers,
}
