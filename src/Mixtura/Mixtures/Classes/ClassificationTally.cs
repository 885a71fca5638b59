using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Classes;

/// <summary>Counts rows of known class by what mixtures predict of them.</summary>
internal sealed class ClassificationTally(KnownLabels labels)
{
    private readonly ConfusionTable table = new(labels.Classes.Count, labels.Classes.Count + 1);
    private long rows;
    private double squares;

    /// <summary>What was counted.</summary>
    public Classification Result => new(labels.Classes, table, rows == 0 ? double.NaN : squares / (2 * rows));

    /// <summary>Adds the rows of known class that are asked for.</summary>
    public void Add(Mixture model, IRowSource source, Func<long, bool> isAsked, MissingCells missing, CancellationToken cancellationToken)
    {
        var classes = model.Classes?.Beside(labels) ?? throw new InputException("The components of the mixture stand for no classes. Fit it with known labels.");
        var probabilities = new double[classes.Names.Count];
        var responsibilities = new double[model.Components];
        source.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    int known = labels[block.FirstRow + i];
                    if (known < 0 || block.Weights[i] == 0 || !isAsked(block.FirstRow + i))
                    {
                        continue;
                    }

                    model.Responsibilities(block[i], responsibilities, missing);
                    classes.Probabilities(responsibilities, probabilities);
                    Add(known, classes.Predict(responsibilities, out _), probabilities);
                }
            },
            cancellationToken);
    }

    private void Add(int known, int predicted, double[] probabilities)
    {
        table.Add(known, predicted >= 0 && predicted < labels.Classes.Count ? predicted : labels.Classes.Count);
        rows++;
        for (int one = 0; one < probabilities.Length; one++)
        {
            double off = probabilities[one] - (one == known ? 1 : 0);
            squares += off * off;
        }
    }
}
