namespace Mixtura.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The fit failed, or its best model is degenerate.</summary>
    public const int Degenerate = 1;

    /// <summary>Bad input or usage.</summary>
    public const int BadInput = 2;

    /// <summary>Finished, but the iterations did not suffice.</summary>
    public const int NotConverged = 3;

    /// <summary>128 + SIGINT, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>What every help page says of them.</summary>
    public const string Explained =
        """
        Exit codes: 0 done; 1 the best model is degenerate (it is still written, with the reasons); 2 bad input or usage;
        3 finished but not converged (the model is written); 130 interrupted (the best model so far is written).
        """;
}
