using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.ML.Scoring;

/// <summary>Scores the rows of one cursor: the model that they name, and buffers for one row.</summary>
internal sealed class RowScorer
{
    private ReadOnlyMemory<char> text;
    private SavedMixture? saved;
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
        var mixture = saved!.Stored.Model;
        double logDensity = mixture.LogDensity(row, saved.Missing);
        mixture.Responsibilities(row, posterior, saved.Missing);
        target.LogDensity = logDensity;
        target.Surprise = (float)-logDensity;
        target.IsRare = logDensity < saved.Threshold;
        target.Component = double.IsNaN(posterior[0]) ? ScoreTarget.NoComponent : KeyOf(mixture.ComponentOf(posterior));
        WriteVectors(target);
    }

    // noise is no component
    private static uint KeyOf(int component) => component == NoisyMixture.NoiseLabel ? ScoreTarget.NoComponent : (uint)component;

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
        if (saved is not null && model.Equals(text))
        {
            return;
        }

        saved = SavedMixture.Of(model);
        text = model;
        row = new double[saved.Stored.Model.Features];
        posterior = new double[saved.Stored.Model.Components];
        floats = new float[posterior.Length];
    }
}
