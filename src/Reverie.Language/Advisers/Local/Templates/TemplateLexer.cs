namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>Parts a template into text, <c>{{ expressions }}</c> and <c>{% statements %}</c>, with Jinja's rules about blanks around them.</summary>
internal static class TemplateLexer
{
    /// <summary>The pieces in order; a kind is '{' for an expression, '%' for a statement, and ' ' for text.</summary>
    /// <remarks>As in the transformers library, the line break behind a statement and the blanks before it in its line do not count.</remarks>
    internal static List<(char Kind, string Text)> Split(string template)
    {
        var pieces = new List<(char Kind, string Text)>();
        string text = template.ReplaceLineEndings("\n");
        int at = 0;
        bool trims = false;
        while (at < text.Length)
        {
            int open = NextOpen(text, at);
            int end = open < 0 ? text.Length : open;
            char kind = open < 0 ? ' ' : text[open + 1];
            string before = text[at..end];
            if (trims)
                before = before.TrimStart();
            if (open >= 0 && text[open + 2] == '-')
                before = before.TrimEnd();
            else if (kind is '%' or '#' && text[open + 2] != '+')
                before = WithoutIndent(before, at == 0 || text[at - 1] == '\n');
            if (before.Length > 0)
                pieces.Add((' ', before));
            if (open < 0)
                break;
            int close = Close(text, open, kind);
            string inside = text[(open + 2)..close];
            trims = inside.EndsWith('-');
            if (kind != '#')
                pieces.Add((kind, inside.Trim('-', '+').Trim()));
            at = close + 2;
            if (kind != '{' && at < text.Length && text[at] == '\n' && !trims)
                at++;
        }
        return pieces;
    }

    private static int NextOpen(string text, int from)
    {
        for (int at = text.IndexOf('{', from); at >= 0 && at + 2 < text.Length; at = text.IndexOf('{', at + 1))
        {
            if (text[at + 1] is '{' or '%' or '#')
                return at;
        }
        return -1;
    }

    private static int Close(string text, int open, char kind)
    {
        string mark = kind == '{' ? "}}" : $"{kind}}}";
        char quote = '\0';
        for (int at = open + 2; at + 1 < text.Length; at++)
        {
            bool isQuoted = quote != '\0';
            if (isQuoted && text[at] == '\\')
                at++;
            else if (isQuoted && text[at] == quote)
                quote = '\0';
            else if (!isQuoted && kind != '#' && text[at] is ('\'' or '"'))
                quote = text[at];
            else if (!isQuoted && text[at] == mark[0] && text[at + 1] == mark[1])
                return at;
        }
        throw new TemplateException($"a '{{{kind}' that is not closed");
    }

    /// <summary>Without the blanks between the last line break and the end.</summary>
    private static string WithoutIndent(string text, bool beginsLine)
    {
        string trimmed = text.TrimEnd(' ', '\t');
        return trimmed.EndsWith('\n') || (trimmed.Length == 0 && beginsLine) ? trimmed : text;
    }
}
