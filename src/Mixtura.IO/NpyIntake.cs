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
            var levels = new FeatureLevels(roles, options);
            if (check.NeedsCopy)
            {
                return new NpyCopy(path, rows, roles, options).Take(check, levels, cancellationToken);
            }

            var placed = levels.Any ? levels.PlaceNumbers(path, rows, roles, options.UnseenLevels) : rows;
            kept = true;
            return new RowFile(path, placed, roles.FeatureNames, check.Labels) { MissingCells = check.MissingCells, Levels = levels.Names };
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
