namespace Mixtura.Cli.Tests;

/// <summary>What a run of the command gave.</summary>
public sealed record Outcome(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One error, on one line each, that says all of this; nothing on standard output.</summary>
    public void IsBadInput(params string[] parts)
    {
        Assert.Equal(2, Code);
        Assert.Empty(Output);
        Assert.StartsWith("mixtura: error: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        foreach (string part in parts)
        {
            Assert.Contains(part, Error, StringComparison.OrdinalIgnoreCase);
        }
    }
}
