using Microsoft.Data.Sqlite;

namespace Reverie.Language.Advisers.Caching;

/// <summary>
/// What advisers have said and how alike sentences are, in one SQLite file that runs share, at the same time too. Who writes first is
/// right for all: a question has one answer. May be used by several threads.
/// </summary>
public sealed class AdviceCache : IDisposable
{
    private const long Layout = 1;
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS answers (adviser TEXT, question TEXT, answer TEXT NOT NULL, input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL, seconds REAL NOT NULL, money REAL NOT NULL, PRIMARY KEY (adviser, question)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS similarities (measure TEXT, a TEXT, b TEXT, value REAL NOT NULL, PRIMARY KEY (measure, a, b)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    /// <summary>Opens a cache, or makes one.</summary>
    /// <exception cref="AdviserException">The file is none, or cannot be opened.</exception>
    public AdviceCache(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // Whoever finds the file locked waits; readers and one writer do not disturb each other.
            _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ToString());
            _connection.Open();
            Run("PRAGMA journal_mode = WAL");
            Run("PRAGMA synchronous = NORMAL");
            long layout = Convert.ToInt64(Run("PRAGMA user_version"), null);
            if (layout > Layout)
                throw new AdviserException($"{path} was written by a newer Reverie; update this one, or set adviser.cache.file to another file.");
            if (layout == 0)
                Run(Schema);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            throw e as AdviserException ?? new AdviserException(
                $"{path} cannot be opened as a cache of advice ({e.Message.TrimEnd('.')}); set adviser.cache.file to another file.", e);
        }
    }

    /// <summary>Where runs share their cache unless told otherwise: <c>advice.db</c> in Reverie's cache.</summary>
    public static string DefaultPath => Path.Combine(Hub.OwnModels.CacheFolder(), "advice.db");

    /// <summary>What an adviser has said, or null.</summary>
    public Answer? FindAnswer(string adviser, string question)
    {
        lock (_lock)
        {
            using var command = Command(
                "SELECT answer, input_tokens, output_tokens, seconds, money FROM answers WHERE adviser = $0 AND question = $1", adviser, question);
            using var row = command.ExecuteReader();
            return !row.Read() ? null : new(row.GetString(0))
            {
                InputTokens = row.GetInt64(1),
                OutputTokens = row.GetInt64(2),
                Latency = TimeSpan.FromSeconds(row.GetDouble(3)),
                Money = row.GetDouble(4),
                IsCached = true,
            };
        }
    }

    /// <summary>Remembers an answer unless somebody has already.</summary>
    /// <returns>The answer that counts: this one, or the one that was there.</returns>
    public Answer AddAnswer(string adviser, string question, Answer answer)
    {
        bool isNew = Write(
            "INSERT OR IGNORE INTO answers VALUES ($0, $1, $2, $3, $4, $5, $6)", adviser, question, answer.Text, answer.InputTokens, answer.OutputTokens,
            answer.Latency.TotalSeconds, answer.Money) > 0;
        return isNew || FindAnswer(adviser, question) is not { } first ? answer : answer with { Text = first.Text };
    }

    /// <summary>How alike two sentences are by a measure, or null.</summary>
    public float? FindSimilarity(string measure, string a, string b)
    {
        lock (_lock)
        {
            using var command = Command("SELECT value FROM similarities WHERE measure = $0 AND a = $1 AND b = $2", measure, a, b);
            return command.ExecuteScalar() is double value ? (float)value : null;
        }
    }

    /// <summary>Remembers how alike two sentences are unless somebody has already.</summary>
    public void AddSimilarity(string measure, string a, string b, float value) =>
        Write("INSERT OR IGNORE INTO similarities VALUES ($0, $1, $2, $3)", measure, a, b, (double)value);

    /// <summary>The advisers whose answers are known, and how many.</summary>
    public IReadOnlyList<(string Adviser, long Answers)> Advisers()
    {
        lock (_lock)
        {
            using var command = Command("SELECT adviser, COUNT(*) FROM answers GROUP BY adviser ORDER BY adviser");
            using var row = command.ExecuteReader();
            var all = new List<(string, long)>();
            while (row.Read())
                all.Add((row.GetString(0), row.GetInt64(1)));
            return all;
        }
    }

    /// <summary>Does many things as one, so that they are written once.</summary>
    /// <exception cref="AdviserException">They could not be written.</exception>
    public void Together(Action action)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            action();
            transaction.Commit();
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>What cannot be written costs a question more next time, and no run.</summary>
    private int Write(string sql, params object[] values)
    {
        lock (_lock)
        {
            try
            {
                using var command = Command(sql, values);
                return command.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                return 0;
            }
        }
    }

    private object? Run(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, params object[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i}", values[i]);
        return command;
    }
}
