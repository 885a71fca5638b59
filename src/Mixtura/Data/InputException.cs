namespace Mixtura.Data;

/// <summary>Data or parameters that cannot be used. The message names the place, the value found and the remedy.</summary>
/// <remarks>The remedy is in the library's words. A program that has its own, such as options of a command, makes its message of
/// <see cref="Finding"/>, <see cref="Fault"/> and <see cref="Names"/>.</remarks>
public sealed class InputException : Exception
{
    /// <summary>Bad data, described.</summary>
    public InputException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Bad data, described, with what went wrong below.</summary>
    public InputException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Finding = message;
    }

    /// <summary>Bad data of a kind that programs may have their own remedy for.</summary>
    /// <param name="fault">The kind.</param>
    /// <param name="finding">Place and value found, a sentence.</param>
    /// <param name="remedy">What to do, a sentence.</param>
    /// <param name="innerException">What went wrong below.</param>
    public InputException(InputFault fault, string finding, string remedy, Exception? innerException = null)
        : base($"{finding} {remedy}", innerException)
    {
        Fault = fault;
        Finding = finding;
        this.remedy = remedy;
    }

    // a message with numbers in it: theirs is a full stop everywhere
    internal InputException(InvariantText message, Exception? innerException = null)
        : this(message.Take(), innerException)
    {
    }

    internal InputException(InputFault fault, InvariantText finding, string remedy, Exception? innerException = null)
        : this(fault, finding.Take(), remedy, innerException)
    {
    }

    private readonly string? remedy;

    /// <summary>What kind of fault it is, as far as a remedy depends on it.</summary>
    public InputFault Fault { get; }

    /// <summary>The message without its remedy, where <see cref="Fault"/> is known; else the whole message.</summary>
    public string Finding { get; }

    /// <summary>The columns or features that it is about: names, or numbers counted from 1 where names are not unique; empty if it is about none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The same fault, its message beginning with a place.</summary>
    /// <param name="place">The file, say.</param>
    public InputException At(string place) => remedy is null
        ? new InputException($"{place}: {Message}", this)
        : new InputException(Fault, $"{place}: {Finding}", remedy, this) { Names = Names };
}
