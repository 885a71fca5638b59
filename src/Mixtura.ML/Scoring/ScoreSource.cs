using Microsoft.ML.Data;

namespace Mixtura.ML.Scoring;

/// <summary>What a row's score is made of: its features and the text of the model, the same in every row.</summary>
internal sealed class ScoreSource
{
    [ColumnName(HiddenColumn.Features)]
    public VBuffer<double> Features { get; set; }

    [ColumnName(HiddenColumn.Model)]
    public ReadOnlyMemory<char> Model { get; set; }
}
