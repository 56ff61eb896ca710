using System.Security.Cryptography;
using System.Text;

namespace Reverie.Language.Advisers.Prompts;

/// <summary>
/// A prompt as its file tells it: comments, then parts that begin with <c>[system]</c>, <c>[user]</c>, <c>[assistant]</c>, <c>[plain]</c> or
/// <c>[list]</c>. Users and assistants alternate and are examples. <c>[plain]</c> is for models that know no roles, <c>[list]</c> is put
/// behind a question whose answer must be one of several.
/// </summary>
public sealed class PromptTemplate
{
    private const string Situation = "{situation}", Choices = "{choices}", Extension = ".prompt", ResourcePrefix = "Prompts.";
    private static readonly string[] Roles = ["system", "user", "assistant", "plain", "list"];

    private readonly List<(string Role, string Text)> _parts;

    private PromptTemplate(string name, string text, List<(string Role, string Text)> parts)
    {
        _parts = parts;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        Identity = $"{name}-{hash}";
    }

    /// <summary>Name, version and what tells it from an edited one: <c>coach.1-1a2b3c4d</c>.</summary>
    public string Identity { get; }

    /// <summary>What the adviser is told about its task.</summary>
    public string System => Find("system") ?? "";

    /// <summary>Questions and good answers.</summary>
    public IReadOnlyList<(string Question, string Answer)> Examples =>
        [.. _parts.Zip(_parts.Skip(1)).Where(pair => pair.First.Role == "user").Select(pair => (pair.First.Text, pair.Second.Text))];

    /// <summary>The names of the prompts that come with Reverie.</summary>
    public static IReadOnlyList<string> BuiltIn => [.. typeof(PromptTemplate).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
        .Select(name => name[ResourcePrefix.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>A prompt by the name of one that comes with Reverie, such as <c>coach.1</c>, or a file.</summary>
    /// <exception cref="AdviserException">There is none, or it is not written as a prompt is.</exception>
    public static PromptTemplate Load(string name)
    {
        if (File.Exists(name))
            return Parse(Path.GetFileNameWithoutExtension(name), File.ReadAllText(name));
        using var resource = typeof(PromptTemplate).Assembly.GetManifestResourceStream($"{ResourcePrefix}{name}{Extension}")
            ?? throw new AdviserException($"There is no prompt '{name}'; name a file, or one of {string.Join(", ", BuiltIn)}.");
        using var reader = new StreamReader(resource);
        return Parse(name, reader.ReadToEnd());
    }

    /// <summary>Reads a prompt.</summary>
    /// <exception cref="AdviserException">It is not written as a prompt is.</exception>
    public static PromptTemplate Parse(string name, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var parts = new List<(string Role, string Text)>();
        foreach (string line in text.Split('\n'))
        {
            if (Roles.FirstOrDefault(role => line.Trim() == $"[{role}]") is { } begun)
                parts.Add((begun, ""));
            else if (parts is [.., var last])
                parts[^1] = (last.Role, last.Text.Length == 0 ? line : $"{last.Text}\n{line}");
            else if (line.Trim().Length > 0 && !line.StartsWith('#'))
                throw new AdviserException($"The prompt '{name}' has '{line}' before its first part; begin a part with [{string.Join("], [", Roles)}].");
        }
        for (int i = 0; i < parts.Count; i++)
            parts[i] = (parts[i].Role, parts[i].Text.Trim('\n'));
        Check(name, parts);
        return new(name, text, parts);
    }

    /// <summary>What the adviser is asked, with the choices where there are any.</summary>
    public string Ask(Question question)
    {
        if (question.Choices.Count == 0)
            return question.Text;
        string list = Find("list") ?? $"Answer with exactly one of these:\n{Choices}";
        return $"{question.Text}\n{list.Replace(Choices, string.Join('\n', question.Choices), StringComparison.Ordinal)}";
    }

    /// <summary>A question as one text, for models that know no roles; what follows it is the answer.</summary>
    /// <param name="asked">What <see cref="Ask"/> gave.</param>
    public string Plain(string asked)
    {
        string form = Find("plain") ?? $"Question: {Situation}\nAnswer:";
        // One pass: what stands in the question is never taken for a place to fill.
        int at = form.IndexOf(Situation, StringComparison.Ordinal);
        return string.Concat(form.AsSpan(0, at), asked, form.AsSpan(at + Situation.Length));
    }

    private string? Find(string role) => _parts.FirstOrDefault(part => part.Role == role).Text;

    private static void Check(string name, List<(string Role, string Text)> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            bool isAnswered = parts[i].Role != "user" || (i + 1 < parts.Count && parts[i + 1].Role == "assistant");
            bool isAsked = parts[i].Role != "assistant" || (i > 0 && parts[i - 1].Role == "user");
            if (!isAnswered || !isAsked)
            {
                throw new AdviserException(
                    $"The prompt '{name}' has a [{parts[i].Role}] without its other half; write examples as [user] and then [assistant].");
            }
            if (parts[i].Role == "plain" && !parts[i].Text.Contains(Situation, StringComparison.Ordinal))
                throw new AdviserException($"The prompt '{name}' has a [plain] part without {Situation}; write where the question goes.");
            if (parts[i].Role is "system" or "plain" or "list" && parts.Count(part => part.Role == parts[i].Role) > 1)
                throw new AdviserException($"The prompt '{name}' has several [{parts[i].Role}] parts; join them.");
        }
    }
}
