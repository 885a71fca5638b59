using Mixtura.Cli.Tables;

namespace Mixtura.Cli.Databases;

/// <summary>Adds rows to a table of a database.</summary>
internal interface IRowInserter : IDisposable
{
    /// <summary>Adds rows.</summary>
    void Add(TableRows rows);

    /// <summary>Ends adding.</summary>
    void Complete();
}
