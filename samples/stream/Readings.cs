using Mixtura.Data;

namespace Telemetry;

/// <summary>Load and temperature of a machine that idles 70 % of the time. A row is computed when it is asked for, here from its number; elsewhere it is read from a device or a store.</summary>
internal sealed class Readings(long rows) : IRowSource
{
    public int Columns => 2;

    public long Rows => rows;

    public IReadOnlyList<string> FeatureNames => ["load", "temperature"];

    public IRowReader Open() => new ReadingsReader(rows);
}
