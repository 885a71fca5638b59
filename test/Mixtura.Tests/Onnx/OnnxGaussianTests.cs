using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Onnx;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Onnx;

/// <summary>Gaussian and variational mixtures in ONNX Runtime: every structure, few rows and many, far from 0.</summary>
public class OnnxGaussianTests
{
    public static TheoryData<string, int> Structures
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var structure in CovarianceStructure.All)
            {
                data.Add(structure.Name, 1);
                data.Add(structure.Name, 3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void EveryStructure_GivesTheSameFigures(string structure, int d)
    {
        var model = Gaussians(CovarianceStructure.Find(structure)!, 5, d);
        var rows = Rows(model, 300);
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, structure);
        OnnxRun.OfDoubles(model.ToOnnx(), rows, batch: 1).Agrees(model, rows, 1e-12, structure);
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed, batch: 7).Agrees(model, narrowed, 1e-5, structure);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 100)]
    [InlineData(50, 1)]
    [InlineData(50, 100)]
    public void ManyRows_GiveTheSameFigures(int k, int d)
    {
        var model = Gaussians(CovarianceStructure.Full, k, d);
        var rows = Rows(model, 100_000);

        // all at once take four gigabytes where the model is widest
        const int Batch = 4_096;
        OnnxRun.OfDoubles(model.ToOnnx(), rows, Batch).Agrees(model, rows, 1e-12, "doubles");
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed, Batch).Agrees(model, narrowed, 1e-5, "floats");
    }

    /// <remarks>Single precision holds 1e6 to within 0.03: of rows as it holds them, the figures have all their digits, since no mean is rounded.</remarks>
    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("EII")]
    public void OffsetOfAMillion_CostsNoDigits(string structure)
    {
        var model = Gaussians(CovarianceStructure.Find(structure)!, 4, 6, offset: 1e6 + 0.3);
        var rows = Rows(model, 500);
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, "doubles");
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed).Agrees(model, narrowed, 1e-5, "floats");
    }

    public static TheoryData<string, WeightPrior> Variational
    {
        get
        {
            var data = new TheoryData<string, WeightPrior>();
            foreach (var structure in VariationalOptions.Structures)
            {
                data.Add(structure.Name, WeightPrior.Dirichlet);
                data.Add(structure.Name, WeightPrior.DirichletProcess);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Variational))]
    public void VariationalMixture_GivesItsPredictiveDensity(string structure, WeightPrior prior)
    {
        var rows = Rows(Gaussians(CovarianceStructure.Full, 3, 3), 200);
        var options = new VariationalOptions { Covariance = CovarianceStructure.Find(structure)!, WeightPrior = prior, Restarts = 1 };
        Mixture model = VariationalGaussianMixture.Fit(rows, 4, options).Model;
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, structure);
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed).Agrees(model, narrowed, 1e-5, structure);
    }

    [Fact]
    public void WeightOfZero_IsNoNumberTrouble()
    {
        var model = GaussianMixture.Create([0, 1], RowMatrix.Copy(new double[,] { { 0 }, { 5 } }), RowMatrix.Copy(new double[,] { { 1 }, { 4 } }));
        var rows = RowMatrix.Copy(new double[,] { { 0 }, { 5 }, { 100 } });
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, "weights 0 and 1");
    }

    [Fact]
    public void MissingCell_GivesNaN()
    {
        var model = Gaussians(CovarianceStructure.Full, 2, 2);
        var run = OnnxRun.OfDoubles(model.ToOnnx(), RowMatrix.Copy(new double[,] { { 1, double.NaN }, { 1, 1 } }));
        Assert.Equal([true, false], run.LogDensity.Select(double.IsNaN));
        Assert.Equal([true, true, false, false], run.Responsibilities.Select(double.IsNaN));
    }

    [Theory]
    [InlineData(1e40, 1)]
    [InlineData(0, 1e-40)]
    [InlineData(0, 1e40)]
    public void WhatSinglePrecisionCannotHold_IsRefused(double mean, double variance)
    {
        var model = GaussianMixture.Create([1], RowMatrix.Copy(new[,] { { mean } }), RowMatrix.Copy(new[,] { { variance } }));
        Assert.NotEmpty(model.ToOnnx());
        Assert.Contains("double precision", Assert.Throws<InputException>(() => model.ToOnnx(OnnxPrecision.Float)).Message, StringComparison.Ordinal);
    }

    internal static GaussianMixture Gaussians(CovarianceStructure structure, int k, int d, double offset = 0)
    {
        var random = new Generator((ulong)((k * 1000) + d));
        double[] weights = [.. Enumerable.Range(0, k).Select(c => (c + 1) / (k * (k + 1) / 2.0))];
        double[] means = [.. Enumerable.Range(0, k * d).Select(_ => offset + (3 / Math.Sqrt(d) * random.Gaussian()))];
        double[] covariances = [.. Enumerable.Range(0, k).SelectMany(_ => Covariance(random, d))];
        return new GaussianMixture(GaussianParameters.From(structure, d, weights, means, covariances), []);
    }

    internal static RowMatrix Rows(Mixture model, int count)
    {
        var rows = model.Sample(count - 1, seed: 3).Values.ToArray();
        double[] all = [.. rows, .. Enumerable.Range(0, model.Features).Select(j => rows[j] + 30)];
        return new RowMatrix(all, model.Features);
    }

    // AAᵀ/d + I/4
    private static double[] Covariance(Generator random, int d)
    {
        double[] a = [.. Enumerable.Range(0, d * d).Select(_ => random.Gaussian())];
        var covariance = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                covariance[(i * d) + j] = (Enumerable.Range(0, d).Sum(l => a[(i * d) + l] * a[(j * d) + l]) / d) + (i == j ? 0.25 : 0);
            }
        }

        return covariance;
    }
}
