using System.Text;
using System.Text.Json;

namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>How a model was taught to read conversations: the Jinja template of its folder, of which the parts that such templates use are known.</summary>
public sealed class ChatTemplate
{
    private readonly Action<TemplateScope, StringBuilder> _body;
    private readonly Dictionary<string, string> _tokens;
    private readonly string _source;

    private ChatTemplate(string source, string template, Dictionary<string, string> tokens)
    {
        (_source, _tokens) = (source, tokens);
        try
        {
            _body = TemplateParser.Parse(template);
        }
        catch (TemplateException e)
        {
            throw new AdviserException(
                $"The chat template of {source} holds {e.Message}, which Reverie does not know; set adviser.chat_template=false to ask without it.", e);
        }
    }

    /// <summary>The end of an answer, where the folder names it.</summary>
    public string? EndToken => _tokens.GetValueOrDefault("eos_token");

    /// <summary>The template of a folder; null where it has none.</summary>
    /// <exception cref="AdviserException">It holds something that is not known here.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ChatTemplate? Load(string folder)
    {
        string path = Path.Combine(folder, "tokenizer_config.json"), own = Path.Combine(folder, "chat_template.jinja");
        JsonElement config = default;
        try
        {
            if (File.Exists(path))
                config = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged ({e.Message.TrimEnd('.')}); fetch it again.", e);
        }
        string? template = File.Exists(own) ? File.ReadAllText(own) : TemplateOf(config);
        return template is null ? null : Parse(folder, template, TokensOf(config));
    }

    /// <summary>A template from its text.</summary>
    /// <param name="source">Named in errors.</param>
    /// <param name="template">Jinja.</param>
    /// <param name="tokens">Special tokens by their role: <c>bos_token</c>, <c>eos_token</c>, ...</param>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static ChatTemplate Parse(string source, string template, IReadOnlyDictionary<string, string>? tokens = null) =>
        new(source, template, new(tokens ?? new Dictionary<string, string>(), StringComparer.Ordinal));

    /// <summary>A conversation up to where the answer begins.</summary>
    /// <param name="messages">Roles (<c>system</c>, <c>user</c>, <c>assistant</c>) and what they said.</param>
    /// <exception cref="AdviserException">The template does not take this conversation.</exception>
    public string Render(IReadOnlyList<(string Role, string Content)> messages)
    {
        try
        {
            return Write(messages);
        }
        catch (TemplateException) when (messages is [("system", var task), ("user", var first), ..])
        {
            // Some templates know no system; what it says then stands before the first question.
            return Guarded(() => Write([("user", $"{task}\n\n{first}"), .. messages.Skip(2)]));
        }
        catch (TemplateException e)
        {
            throw Refused(e);
        }
    }

    private string Guarded(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (TemplateException e)
        {
            throw Refused(e);
        }
    }

    private AdviserException Refused(TemplateException e) =>
        new($"The chat template of {_source} does not take the prompt: {e.Message.TrimEnd('.')}; set adviser.chat_template=false to ask without it.", e);

    private string Write(IEnumerable<(string Role, string Content)> messages)
    {
        var scope = new TemplateScope();
        foreach (var (role, token) in _tokens)
            scope[role] = token;
        scope["messages"] = messages
            .Select(message => (object?)new Dictionary<string, object?> { ["role"] = message.Role, ["content"] = message.Content }).ToList();
        scope["add_generation_prompt"] = true;
        // Models that can think aloud first shall not: advice is wanted within a few tokens.
        scope["enable_thinking"] = false;
        var output = new StringBuilder();
        _body(scope, output);
        return output.ToString();
    }

    private static string? TemplateOf(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty("chat_template", out var template))
            return null;
        if (template.ValueKind == JsonValueKind.String)
            return template.GetString();
        // Several, by name.
        return template.ValueKind != JsonValueKind.Array ? null : template.EnumerateArray()
            .Where(entry => entry.TryGetProperty("name", out var name) && name.GetString() == "default")
            .Select(entry => entry.GetProperty("template").GetString()).FirstOrDefault();
    }

    private static Dictionary<string, string> TokensOf(JsonElement config)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string role in config.ValueKind == JsonValueKind.Object ? Tokenization.TokenizerSettings.Roles : [])
        {
            if (!config.TryGetProperty(role, out var token))
                continue;
            if (token.ValueKind == JsonValueKind.Object && !token.TryGetProperty("content", out token))
                continue;
            if (token.ValueKind == JsonValueKind.String)
                tokens[role] = token.GetString()!;
        }
        return tokens;
    }
}
