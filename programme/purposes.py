"""What somebody applies for: three purposes, each with wizards, papers, rules and a window of its own."""

PROJECT, POOL, CONSULTING = "project", "pool", "consulting"
PURPOSES = {
    PROJECT: "과제신청",  # 4. 접수기간 및 방법
    POOL: "공급기업 풀 등록",  # 붙임2
    CONSULTING: "사전진단 컨설팅 신청",  # 붙임1
}
