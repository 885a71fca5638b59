namespace Mixtura.Data;

/// <summary>Data or parameters that cannot be used. The message names the place, the value found and the remedy.</summary>
public sealed class DataException : Exception
{
    /// <summary>Bad data, described.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Bad data, described, with what went wrong below.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
