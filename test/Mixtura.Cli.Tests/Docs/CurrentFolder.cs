namespace Mixtura.Cli.Tests.Docs;

/// <summary>Tests that move the process to another folder or redirect its console: one at a time, beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CurrentFolder
{
    public const string Name = "Current folder";
}
