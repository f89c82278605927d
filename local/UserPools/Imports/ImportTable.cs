using System.Text.Json;

namespace CognitoStack.Local.UserPools.Imports;

/// <summary>Jobs, and the files that were uploaded for them.</summary>
internal static class ImportTable
{
    public static List<ImportJob> Jobs(this Sql sql, string pool) =>
        sql.Query(
            "SELECT document FROM imports WHERE pool = $pool ORDER BY number DESC",
            r => JsonSerializer.Deserialize<ImportJob>(r.GetString(0))!,
            ("$pool", pool)
        );

    public static ImportJob? Job(this Sql sql, string pool, string id) =>
        sql.Query(
                "SELECT document FROM imports WHERE pool = $pool AND id = $id",
                r => JsonSerializer.Deserialize<ImportJob>(r.GetString(0))!,
                ("$pool", pool),
                ("$id", id)
            )
            .FirstOrDefault();

    public static string? File(this Sql sql, ImportJob job) =>
        sql.Query("SELECT file FROM imports WHERE id = $id", r => r.IsDBNull(0) ? null : r.GetString(0), ("$id", job.Id)).FirstOrDefault();

    public static void Insert(this Sql sql, ImportJob job) =>
        sql.Execute(
            "INSERT INTO imports (id, pool, document) VALUES ($id, $pool, $document)",
            ("$id", job.Id),
            ("$pool", job.Pool),
            ("$document", JsonSerializer.Serialize(job))
        );

    public static ImportJob Update(this Sql sql, ImportJob job)
    {
        // What was uploaded is of no use to anybody once the job is over.
        sql.Execute(
            $"UPDATE imports SET document = $document{(job.IsRunning || job.Status == ImportJob.Created ? "" : ", file = NULL")} WHERE id = $id",
            ("$id", job.Id),
            ("$document", JsonSerializer.Serialize(job))
        );
        return job;
    }

    public static void Upload(this Sql sql, ImportJob job, string file) =>
        sql.Execute("UPDATE imports SET file = $file WHERE id = $id", ("$id", job.Id), ("$file", file));
}
