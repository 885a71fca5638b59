using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;
using Mixtura.Tests.IO;

namespace Mixtura.Tests.Streaming;

public class StreamingTests
{
    private const int Rows = 2_000_000;

    // 24 MiB of managed memory, less than the file's 32 MB: a fit that held the rows would fail
    private const string HeapLimit = "0x1800000";
    private const long MostResident = 300_000_000;

    [Fact]
    public async Task FileOfTwoMillionRows_StreamsInBoundedMemoryAndGivesTheBitsOfMemory()
    {
        var values = Values();
        using var file = new TemporaryFile("rows.npy", NpyBytes.Of(NpyBytes.Header("'<f8'", fortran: false, $"({Rows}, 2)"), MemoryMarshal.AsBytes<double>(values).ToArray()));
        var streamed = await RunAsync(file.Path);
        long resident = long.Parse(streamed[^1], CultureInfo.InvariantCulture);
        Assert.InRange(resident, 1, MostResident);

        var memory = StreamedFit.Numbers(GaussianMixture.Fit(new RowMatrix(values, 2), 2, StreamedFit.Options));
        Assert.Equal(memory.Select(static number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture)), streamed[..^1]);
    }

    private static async Task<string[]> RunAsync(string path)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(StreamedFit).Assembly.Location, path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = HeapLimit },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static double[] Values()
    {
        var random = new Generator(60);
        var values = new double[2 * Rows];
        for (int i = 0; i < values.Length; i += 2)
        {
            double centre = random.Uniform() < 0.3 ? 4 : 0;
            values[i] = centre + random.Gaussian();
            values[i + 1] = values[i] - centre + (2 * random.Gaussian());
        }

        return values;
    }
}
