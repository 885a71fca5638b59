namespace Mixtura.IO;

/// <summary>Opens an NPY file and has it validated.</summary>
internal static class NpyIntake
{
    public static RowFile Open(string path, RowFileOptions options, CancellationToken cancellationToken)
    {
        var file = new NpyFile(path);
        bool kept = false;
        try
        {
            var roles = new ColumnRoles(path, CsvHeader.Numbers(file.Header.Columns), options);
            var rows = new NpyRows(file, roles.Features, roles.Weights);
            var check = new NpyCheck(path, file, roles, options);
            check.Run(rows, cancellationToken);
            if (check.NeedsCopy)
            {
                return new NpyCopy(path, rows, roles, options).Take(check, cancellationToken);
            }

            kept = true;
            return new RowFile(path, rows, roles.FeatureNames, check.Labels) { MissingCells = check.MissingCells };
        }
        finally
        {
            if (!kept)
            {
                file.Dispose();
            }
        }
    }
}
