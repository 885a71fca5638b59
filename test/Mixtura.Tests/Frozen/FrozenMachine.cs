using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Mixtura.Numerics;

namespace Mixtura.Tests.Frozen;

/// <summary>What the last bits of a fit depend on beside the sources: the vectors' widths, fused multiply-add, and the C library's functions.</summary>
/// <remarks>The kernels run at the width of <see cref="Lanes"/>. <c>TensorPrimitives</c> takes the widest vectors of the processor whatever that is; with 256 and
/// with 512 bits it was seen to give the same fits, so it is no part of the name.</remarks>
internal static class FrozenMachine
{
    /// <summary>The widths the kernels run at, in bits.</summary>
    public static IReadOnlyList<int> Widths { get; } = [128, 256, 512];

    /// <summary>The width of this process.</summary>
    public static int Width => 64 * Lanes.Count;

    /// <summary>The name of this machine with the kernels at a width; hashes are frozen under it.</summary>
    public static string Name(int width) =>
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, vectors {width}, {(HasFusion ? "fused" : "unfused")}, functions {Functions.Value}";

    /// <summary>Why the kernels cannot run at a width here, or null if they can.</summary>
    public static string? WhyNot(int width) =>
        width <= Widest ? null : $"This process has no vectors of {width} bits.";

    /// <summary>The environment variables that set the width of a process, decimal numbers; none for 512, where the processor decides.</summary>
    public static IReadOnlyDictionary<string, string?> Environment(int width) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["DOTNET_MaxVectorTBitWidth"] = width == 128 ? "128" : null,
        ["DOTNET_PreferredVectorBitWidth"] = width == 256 ? "256" : null,
    };

    private static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static bool HasFusion => Fma.IsSupported || AdvSimd.IsSupported;

    // a few thousand values of the functions that fits call: libraries differ in last bits, and one library differs between processors
    private static readonly Lazy<string> Functions = new(static () =>
    {
        var values = new List<double>();
        for (int i = 1; i <= 2000; i++)
        {
            double x = i * 0.0137;
            values.AddRange([Math.Log(x), Math.Exp(x - 20), Math.Pow(x, -2.0 / 3), Math.Sin(x), Math.Cos(x), Math.Atan2(x - 10, 3)]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))))[..8];
    });
}
