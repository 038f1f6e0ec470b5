package org.tandemrec.bench.server;

import java.util.List;

/** What {@link HostileRequests} are made of. */
final class HostileWords {
    /** Methods. */
    static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "PROPFIND",
            "get",
            "G\u00e9T",
            "X".repeat(300));

    /** Targets with places for a segment or a value. */
    static final List<String> ROUTES = List.of(
            "/api/user/%s",
            "/api/users?cursor=%s&n=%s",
            "/api/item/%s",
            "/api/items?cursor=%s",
            "/api/item/%s/category/%s",
            "/api/item/%s/neighbors/?n=%s",
            "/api/user/%s/neighbors/?offset=%s",
            "/api/user/%s/feedback/%s",
            "/api/user/%s/state",
            "/api/feedback/%s?cursor=%s&n=%s",
            "/api/feedback/%s/%s/%s",
            "/api/recommend/%s?n=%s&offset=%s&category=%s",
            "/api/recommend/%s?write-back-type=%s&write-back-delay=%s",
            "/api/recommend/%s/explain?n=%s",
            "/api/lists/%s?n=%s",
            "/api/short-term/%s?n=%s",
            "/api/collaborative-filtering/%s?n=%s",
            "/api/latest?n=%s&category=%s",
            "/api/non-personalized/popular?offset=%s",
            "/api/search?q=%s&n=%s",
            "/api/model?%s",
            "/metrics?%s",
            "/openapi.json?%s",
            "/docs/%s",
            "/%s");

    /** Methods and targets that take a body. */
    static final List<String> BODY_ROUTES = List.of(
            "POST /api/user",
            "POST /api/users",
            "PATCH /api/user/u1",
            "POST /api/item",
            "POST /api/items",
            "PATCH /api/item/i1",
            "POST /api/feedback",
            "PUT /api/feedback",
            "POST /api/session/recommend",
            "POST /api/admin/model");

    /** Segments of paths and values of queries. */
    static final List<String> SEGMENTS = List.of(
            "u1",
            "i1",
            "",
            "%00",
            "%ff%fe",
            "%c0%af",
            "%ed%a0%80",
            "%f4%90%80%80",
            "..%2f..%2fetc%2fpasswd",
            "../../etc/passwd",
            "..%5c..%5cwindows",
            "%2e%2e/%2e%2e/",
            ";jsessionid=1",
            "a%0d%0aSet-Cookie:%20x=1",
            "%",
            "%zz",
            "%u0041",
            "-1",
            "0",
            "99999999999999999999",
            "1e9",
            "NaN",
            "' OR 1=1 --",
            "%27%20OR%201=1;DROP%20TABLE%20event;--",
            "<script>",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/a}",
            "%E2%80%AE",
            "%F0%9F%92%A9",
            "\u00fc",
            "*",
            "?",
            "#",
            "&&==",
            "P10DT",
            "\t",
            "con.txt");

    /** JSON values, some of them malformed. */
    static final List<String> VALUES = List.of(
            "\"u1\"",
            "\"i1\"",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-1e-999",
            "123456789012345678901234567890",
            "NaN",
            "Infinity",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\x\"",
            "'u1'",
            "[]",
            "{}",
            "[[[[]]]]",
            "{\"a\":{\"b\":[1]}}",
            "\"2026-13-45T99:99:99Z\"",
            "\"2026-01-01T00:00:00Z\"",
            "\"+1000000000-12-31T23:59:60Z\"",
            "\"../../etc\"",
            "\"/etc/passwd\"");

    /** Keys of JSON objects. */
    static final List<String> KEYS = List.of(
            "UserId",
            "ItemId",
            "FeedbackType",
            "Value",
            "Timestamp",
            "Labels",
            "Comment",
            "IsHidden",
            "Categories",
            "Path",
            "userid",
            "__proto__",
            "");

    private HostileWords() {}
}
