using Microsoft.ML.Data;

namespace Mixtura.ML.Scoring;

/// <summary>What is said of a row; columns of their own are made of it.</summary>
internal sealed class ScoreTarget
{
    /// <summary>The component, counted from 0; <see cref="NoComponent"/> where a row belongs nowhere.</summary>
    [ColumnName(HiddenColumn.Component)]
    public uint Component { get; set; }

    [ColumnName(HiddenColumn.LogDensity)]
    public double LogDensity { get; set; }

    /// <summary>−log p(x).</summary>
    [ColumnName(HiddenColumn.Surprise)]
    public float Surprise { get; set; }

    /// <summary>Whether the density is below the threshold.</summary>
    [ColumnName(HiddenColumn.IsRare)]
    public bool IsRare { get; set; }

    [ColumnName(HiddenColumn.ScorePart + "0"), VectorType(1)]
    public float[]? Score0 { get => Scores[0]; set => Scores[0] = value; }

    [ColumnName(HiddenColumn.DistancePart + "0"), VectorType(1)]
    public float[]? Distance0 { get => Distances[0]; set => Distances[0] = value; }

    [ColumnName(HiddenColumn.ScorePart + "1"), VectorType(2)]
    public float[]? Score1 { get => Scores[1]; set => Scores[1] = value; }

    [ColumnName(HiddenColumn.DistancePart + "1"), VectorType(2)]
    public float[]? Distance1 { get => Distances[1]; set => Distances[1] = value; }

    [ColumnName(HiddenColumn.ScorePart + "2"), VectorType(4)]
    public float[]? Score2 { get => Scores[2]; set => Scores[2] = value; }

    [ColumnName(HiddenColumn.DistancePart + "2"), VectorType(4)]
    public float[]? Distance2 { get => Distances[2]; set => Distances[2] = value; }

    [ColumnName(HiddenColumn.ScorePart + "3"), VectorType(8)]
    public float[]? Score3 { get => Scores[3]; set => Scores[3] = value; }

    [ColumnName(HiddenColumn.DistancePart + "3"), VectorType(8)]
    public float[]? Distance3 { get => Distances[3]; set => Distances[3] = value; }

    [ColumnName(HiddenColumn.ScorePart + "4"), VectorType(16)]
    public float[]? Score4 { get => Scores[4]; set => Scores[4] = value; }

    [ColumnName(HiddenColumn.DistancePart + "4"), VectorType(16)]
    public float[]? Distance4 { get => Distances[4]; set => Distances[4] = value; }

    [ColumnName(HiddenColumn.ScorePart + "5"), VectorType(32)]
    public float[]? Score5 { get => Scores[5]; set => Scores[5] = value; }

    [ColumnName(HiddenColumn.DistancePart + "5"), VectorType(32)]
    public float[]? Distance5 { get => Distances[5]; set => Distances[5] = value; }

    [ColumnName(HiddenColumn.ScorePart + "6"), VectorType(64)]
    public float[]? Score6 { get => Scores[6]; set => Scores[6] = value; }

    [ColumnName(HiddenColumn.DistancePart + "6"), VectorType(64)]
    public float[]? Distance6 { get => Distances[6]; set => Distances[6] = value; }

    [ColumnName(HiddenColumn.ScorePart + "7"), VectorType(128)]
    public float[]? Score7 { get => Scores[7]; set => Scores[7] = value; }

    [ColumnName(HiddenColumn.DistancePart + "7"), VectorType(128)]
    public float[]? Distance7 { get => Distances[7]; set => Distances[7] = value; }

    [ColumnName(HiddenColumn.ScorePart + "8"), VectorType(256)]
    public float[]? Score8 { get => Scores[8]; set => Scores[8] = value; }

    [ColumnName(HiddenColumn.DistancePart + "8"), VectorType(256)]
    public float[]? Distance8 { get => Distances[8]; set => Distances[8] = value; }

    [ColumnName(HiddenColumn.ScorePart + "9"), VectorType(512)]
    public float[]? Score9 { get => Scores[9]; set => Scores[9] = value; }

    [ColumnName(HiddenColumn.DistancePart + "9"), VectorType(512)]
    public float[]? Distance9 { get => Distances[9]; set => Distances[9] = value; }

    [ColumnName(HiddenColumn.ScorePart + "10"), VectorType(1024)]
    public float[]? Score10 { get => Scores[10]; set => Scores[10] = value; }

    [ColumnName(HiddenColumn.DistancePart + "10"), VectorType(1024)]
    public float[]? Distance10 { get => Distances[10]; set => Distances[10] = value; }

    [ColumnName(HiddenColumn.ScorePart + "11"), VectorType(2048)]
    public float[]? Score11 { get => Scores[11]; set => Scores[11] = value; }

    [ColumnName(HiddenColumn.DistancePart + "11"), VectorType(2048)]
    public float[]? Distance11 { get => Distances[11]; set => Distances[11] = value; }

    internal const uint NoComponent = uint.MaxValue;

    internal RowScorer Scorer { get; } = new();

    internal BinaryParts Scores { get; } = new();

    internal BinaryParts Distances { get; } = new();
}
