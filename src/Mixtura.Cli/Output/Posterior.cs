namespace Mixtura.Cli.Output;

/// <summary>What is computed of every row.</summary>
internal enum Posterior
{
    /// <summary>log p(x).</summary>
    LogDensities,

    /// <summary>p(k | x) of every component k.</summary>
    Responsibilities,
}
