using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Storage;

namespace Mixtura.IO;

/// <summary>A checkpoint: what the sweeps of a run came to, one after the other, in a file that grows.</summary>
/// <remarks>
/// A line of JSON says which run it is (<c>format</c>, <c>version</c>, <c>run</c>); behind it stand the answers, each with its length before and a check sum after it. What was being written when the run ended is cut off when it
/// is resumed. Of processes that share the rows the first one writes; all read.
/// </remarks>
public sealed class CheckpointFile : ISweepLog, IDisposable
{
    private const string Format = "mixtura.checkpoint";
    private const int SumBytes = 8;

    // so much may wait in memory for the next writing
    private const long MostWaiting = 1 << 26;

    private readonly Stream stream;
    private readonly TimeSpan every;
    private readonly bool writes;
    private readonly MemoryStream waiting = new();
    private readonly Stopwatch sinceWritten = Stopwatch.StartNew();
    private long end;

    private CheckpointFile(string path, Stream stream, TimeSpan every, bool writes)
    {
        Path = path;
        this.stream = stream;
        this.every = every;
        this.writes = writes;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The answers of the run that is repeated, taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>The answers that were added.</summary>
    public long Added { get; private set; }

    /// <summary>Begins a checkpoint.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="run">What makes the run what it is, by name: data, options, program.</param>
    /// <param name="every">How often it is written, at the end of a sweep.</param>
    /// <param name="processes">The processes that share the rows; null where this one is alone.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static CheckpointFile Begin(string path, IReadOnlyDictionary<string, string> run, TimeSpan every, IProcessGroup? processes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            if (processes is { Rank: > 0 })
            {
                return new CheckpointFile(path, Stream.Null, every, writes: false);
            }

            var header = new CheckpointHeader(Format, 1, new SortedDictionary<string, string>(run.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
            WholeFile.Write(path, file => file.Write([.. JsonSerializer.SerializeToUtf8Bytes(header, CheckpointJson.Default.CheckpointHeader), (byte)'\n']));
            var opened = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            opened.Seek(0, SeekOrigin.End);
            return new CheckpointFile(path, opened, every, writes: true) { end = opened.Length };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the checkpoint cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Opens a checkpoint to go on from, and with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">What makes the run what it is; it must be what the file says.</param>
    /// <param name="every">How often it is written.</param>
    /// <param name="processes">The processes that share the rows; they may be others than before.</param>
    /// <exception cref="InputException">It cannot be read, or is of another run: the message says what differs.</exception>
    public static CheckpointFile Resume(string path, IReadOnlyDictionary<string, string> run, TimeSpan every, IProcessGroup? processes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(run);
        bool isFirst = processes is null or { Rank: 0 };
        try
        {
            var opened = new FileStream(path, FileMode.Open, isFirst ? FileAccess.ReadWrite : FileAccess.Read, isFirst ? FileShare.Read : FileShare.ReadWrite);
            var file = new CheckpointFile(path, opened, every, isFirst);
            file.CheckRun(run);
            file.FindEnd(processes);
            return file;
        }
        catch (FileNotFoundException failure)
        {
            throw new InputException(InputFault.Checkpoint, $"{path}: there is no such checkpoint.", "Check the path, or begin one.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the checkpoint cannot be used: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out byte[] answer)
    {
        answer = [];
        if (stream.Position >= end)
        {
            return false;
        }

        answer = TryRead() ?? throw new InputException($"{Path}: the checkpoint was changed while it was read.");
        Taken++;
        return true;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> answer)
    {
        Added++;
        if (!writes)
        {
            return;
        }

        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, answer.Length);
        waiting.Write(length);
        waiting.Write(answer);
        waiting.Write(SumOf(answer));
        if (sinceWritten.Elapsed >= every || waiting.Length > MostWaiting)
        {
            Write();
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write()
    {
        try
        {
            if (waiting.Length > 0)
            {
                waiting.WriteTo(stream);
                (stream as FileStream)?.Flush(flushToDisk: true);
                end = stream.Position;
                waiting.SetLength(0);
            }

            sinceWritten.Restart();
        }
        catch (IOException failure)
        {
            throw new InputException($"{Path}: the checkpoint cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Writes the rest and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            Write();
        }
        finally
        {
            stream.Dispose();
            waiting.Dispose();
        }
    }

    private static ReadOnlySpan<byte> SumOf(ReadOnlySpan<byte> answer) => SHA256.HashData(answer).AsSpan(0, SumBytes);

    private void CheckRun(IReadOnlyDictionary<string, string> run)
    {
        if (ReadHeader() is not { Format: Format, Version: 1 } header)
        {
            throw new InputException($"{Path}: is no checkpoint of this version of Mixtura. Name one, or begin anew.");
        }

        string[] differences =
        [
            .. header.Run.Keys.Union(run.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(name => !string.Equals(header.Run.GetValueOrDefault(name), run.GetValueOrDefault(name), StringComparison.Ordinal))
                .Select(name => $"{name} was {header.Run.GetValueOrDefault(name) ?? "not given"} and is {run.GetValueOrDefault(name) ?? "not given"}"),
        ];
        if (differences.Length > 0)
        {
            throw new InputException(InputFault.Checkpoint, $"{Path}: is the checkpoint of another run: {string.Join("; ", differences)}.", "Give the same data and options, or begin anew.");
        }
    }

    private CheckpointHeader? ReadHeader()
    {
        var line = new List<byte>();
        for (int next = stream.ReadByte(); next >= 0 && next != '\n'; next = stream.ReadByte())
        {
            line.Add((byte)next);
        }

        try
        {
            return JsonSerializer.Deserialize(line.ToArray(), CheckpointJson.Default.CheckpointHeader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // the first process cuts off what was not written to its end; the others hear where that is
    private void FindEnd(IProcessGroup? processes)
    {
        long first = stream.Position;
        end = first;
        while (writes && TryRead() is not null)
        {
            end = stream.Position;
        }

        if (writes)
        {
            stream.SetLength(end);
        }

        Span<byte> told = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(told, end);
        processes?.Broadcast(0, told);
        end = BinaryPrimitives.ReadInt64LittleEndian(told);
        stream.Position = first;
    }

    private byte[]? TryRead()
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
        {
            return null;
        }

        long bytes = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (bytes < 0 || bytes > Math.Min(int.MaxValue, stream.Length - stream.Position - SumBytes))
        {
            return null;
        }

        var answer = new byte[bytes];
        Span<byte> sum = stackalloc byte[SumBytes];
        stream.ReadExactly(answer);
        stream.ReadExactly(sum);
        return sum.SequenceEqual(SumOf(answer)) ? answer : null;
    }
}
