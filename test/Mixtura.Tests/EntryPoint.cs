using Mixtura.Tests.Frozen;
using Mixtura.Tests.Streaming;

namespace Mixtura.Tests;

/// <summary>What the tests run as processes of their own.</summary>
internal static class EntryPoint
{
    public static int Main(string[] args) => args is [FrozenFits.Command] ? FrozenFits.Print() : StreamedFit.Run(args);
}
