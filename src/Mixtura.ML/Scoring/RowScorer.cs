using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.ML.Scoring;

/// <summary>Scores the rows of one cursor: the model that they name, and buffers for one row.</summary>
internal sealed class RowScorer
{
    private static readonly double[] One = [1.0];
    private readonly double[] logDensity = new double[1];
    private ReadOnlyMemory<char> text;
    private SavedMixture? saved;
    private MixtureScorer? scorer;
    private double[] row = [];
    private double[] posterior = [];
    private float[] floats = [];

    /// <summary>Scores a row.</summary>
    /// <exception cref="InputException">It has not as many values as the model has features.</exception>
    public void Score(ScoreSource source, ScoreTarget target)
    {
        Use(source.Model);
        if (source.Features.Length != row.Length)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"A row has {source.Features.Length} values, the mixture has {row.Length} features. Score rows of the columns that it was fitted to."));
        }

        source.Features.CopyTo(row);
        scorer!.Score(new RowBlock(row, One, row.Length, 0), logDensity, posterior);
        target.LogDensity = logDensity[0];
        target.Surprise = (float)-logDensity[0];
        target.IsRare = logDensity[0] < saved!.Threshold;
        target.Component = double.IsNaN(posterior[0]) ? ScoreTarget.NoComponent : (uint)MixtureScorer.IndexOfLargest(posterior);
        WriteVectors(target);
    }

    private void WriteVectors(ScoreTarget target)
    {
        for (int k = 0; k < floats.Length; k++)
        {
            floats[k] = (float)posterior[k];
        }

        target.Scores.Take(floats);
        for (int k = 0; k < floats.Length; k++)
        {
            // finite, as evaluators leave out rows that are not
            floats[k] = (float)Math.Max(0, -Math.Log(Math.Max(posterior[k], double.Epsilon)));
        }

        target.Distances.Take(floats);
    }

    private void Use(ReadOnlyMemory<char> model)
    {
        if (scorer is not null && model.Equals(text))
        {
            return;
        }

        saved = SavedMixture.Of(model);
        text = model;
        scorer = new MixtureScorer(saved.Stored.Model, saved.Missing);
        row = new double[saved.Stored.Model.Features];
        posterior = new double[saved.Stored.Model.Components];
        floats = new float[posterior.Length];
    }
}
